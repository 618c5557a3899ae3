"""A few places."""

from safety_center.domain.places import Country, Mission, Places

PLACES = Places(
    countries={
        "KH": Country("KH", "KHM", "캄보디아", "Cambodia", ("Asia/Phnom_Penh",)),
        "TH": Country("TH", "THA", "태국", "Thailand", ("Asia/Bangkok",)),
    },
    missions={
        "KHM-PHNOMPENH": Mission(
            "KHM-PHNOMPENH", "KH", "주캄보디아대사관", "Embassy in Cambodia", "Asia/Phnom_Penh"
        )
    },
)
