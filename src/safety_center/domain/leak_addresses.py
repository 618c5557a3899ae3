"""Addresses by their shape, in Hangul and in the Latin letters of many countries; codes and coordinates."""

import re
from collections.abc import Iterator

from safety_center.domain.leak_text import Span, matches

_WORDS = (
    r"street|st|road|rd|avenue|ave|boulevard|blvd|lane|soi|sok|jalan|jl|rue|via|calle|strasse|straße"
    r"|stra(?:ss|ß)e|moo|khan|sangkat|phum|highway|hwy|drive|district|unit|apt|room|building|block"
    r"|terrace|court|way|circle|crescent|close|parkway|alley|square|gardens|quay|row|lorong|thanon|trok"
    r"|floor|suite|ste|flat|rm|tower|villa|lot|blk|apartment|apartamento|piso|depto|zona|km"
)
_COUNTED = (
    "여|년|월|일|시|주|명|건|분|개|회|차|%|원|달러|불|유로|엔|위안|바트|동|km|㎞|m|미터|만|억|천|배|곳"
    "|단계|등급|급|인|대|층|부"
)
#: Before or after `12-3`: no place's name.
_NO_PLACE = (
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    r"(?!(?:Step|Term|Phase|Level|Type|Part|Page|Grade|Stage|Group|Team|Article|Section|Table|Day)\b)"
)
_NAME = r"(?!No\b)[A-Z][A-Za-z.'-]*[A-Za-z]"
_OF = r"(?:(?:de|del|de la|de las|de los|da|do|dos|das|des|du|della|di|al|el|la)\s)?"
#: What a street or quarter is called before its name: always with a capital.
_BEFORE_NAME = (
    "Calle|C/|Carrera|Cra|Avenida|Av|Avda|Paseo|Plaza|Plaça|Jir[oó]n|Pasaje|Colonia|Col|Barrio|Urb"
    "|Rua|Travessa|Pra[cç]a|Alameda|Rodovia|Via|Viale|Corso|Piazza|Rue|Avenue|Boulevard|Quai|Impasse"
    "|Duong|Pho|Hem|Ngo|Ngach|Quan|Phuong|Jl|Jln|Jalan|Gang|Gg|Kampung|Kg|Desa|Kelurahan|Kec|Lorong"
    "|Soi|Thanon|Trok|Moo|Tambon|Amphoe|Khet|Khwaeng|Sangkat|Khan|Phum|Khum|Brgy|Barangay|Purok|Sitio"
    "|Ulitsa|Ul|Prospekt|Pereulok|Sokak|Cadde|Mahallesi|Sharia|Shari"
)
_AFTER_NAME = (
    "Street|St\\.|Road|Rd\\.?|Avenue|Ave\\.?|Boulevard|Blvd\\.?|Lane|Square|Plaza|Terrace|Crescent"
    "|Parkway|Gardens|Quay|Alley|Court|Drive|Highway|Sokak|Sok\\.|Caddesi|Cad\\.|Mahallesi|Lu|Jie|Dadao"
)
_DEGREES = r"\d{1,3}(?:\.\d+)?\s?°(?:\s?\d{1,2}(?:\.\d+)?\s?['′’])?(?:\s?\d{1,2}(?:\.\d+)?\s?(?:[\"″”]|''))?"
_PLUS = "[23456789CFGHJMPQRVWX]"
_ADDRESSES = (
    # 카오산로 12, 강남대로12길 3-4
    re.compile(
        r"(?<![가-힣A-Za-z0-9])[가-힣A-Za-z][가-힣A-Za-z0-9]{0,11}(?<!으)(?:로|길)\s?\d{1,4}"
        rf"(?:-\d{{1,4}})?(?:번?길\s?\d*(?:-\d+)?)?(?![\d,.]|\s?(?:{_COUNTED}))"
    ),
    re.compile(
        r"(?:소이|쏘이|스트리트|스트릿|로드|무|잘란|상캇|애비뉴|에비뉴)\s?\d{1,4}"
        rf"(?:-\d+)?(?![\d,.]|\s?(?:{_COUNTED}))"
    ),
    re.compile(
        rf"(?<![가-힣])[가-힣]{{3,12}}\s?거리\s?\d{{1,4}}(?![\d,.]|\s?(?:{_COUNTED}))"
        r"|(?<!\d)\d{1,4}/\d{1,4}\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?"
    ),
    re.compile(r"(?<!\d)\d{1,4}(?:-\d{1,4})?\s?(?:번지|번가|번길|번\s?도로)"),
    re.compile(
        r"(?<!\d)\d{1,4}\s?동\s?\d{1,4}\s?호|객실\s?\d{2,4}"
        r"|(?<![제\d])\d{3,4}\s?호(?!선|차|기|점|실?전)(?:실)?"
    ),
    re.compile(
        rf"(?<![A-Za-z0-9])(?:No\.?\s?)?\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s+"
        rf"(?:[A-Z][A-Za-z.'-]*\s+){{0,3}}(?:{_WORDS})(?![A-Za-z0-9])\.?(?:\s?\d{{1,4}})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![A-Za-z])(?:(?-i:[A-Z])[a-z]+\s){{0,2}}(?:{_WORDS})\.?\s?(?:no\.?\s?|#\s?)?\d{{1,5}}[A-Za-z]?"
        r"(?:[-/]\d{1,4}[A-Za-z]?)?(?![A-Za-z0-9])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![A-Za-z])(?:\d{{1,5}}[A-Za-z]?,?\s)?(?:{_NAME}\s){{1,3}}(?:{_AFTER_NAME})(?![A-Za-z])"
    ),
    re.compile(r"(?<![가-힣])[가-힣]{2,8}(?:스트리트|애비뉴)(?=[^가-힣]|[의에로은는이가을를]|$)"),
    # Calle de Alcalá 12, 45 Đường Lê Lợi, Jl. Sudirman Kav. 3, Av. Reforma
    re.compile(
        rf"(?<![A-Za-z])(?:\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s)?(?:{_BEFORE_NAME})\.?\s(?i:{_OF})"
        rf"(?:{_NAME}|[A-Z])(?:\s{_NAME}){{0,3}}(?:,?\s?(?:No\.?\s?|Nº\s?|#\s?)?\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?)?"
        rf"(?![A-Za-z])"
    ),
    re.compile(
        r"(?<![A-Za-z])[A-Z][a-z]{2,}(?:stra(?:ss|ß)e|gasse|platz|straat|gatan|gade)(?:\s\d{1,4}[a-z]?)?"
    ),
    re.compile(
        r"(?<![A-Za-z])(?:Carrera|Cra|Calle|Cll|Kra)\.?\s\d{1,3}[A-Za-z]?\s?(?:No\.?|#)\s?\d{1,4}[A-Za-z]?-\d{1,4}"
    ),
    # 12-3 Shinjuku, Shinjuku 3-5-7, 2-chome, Minato-ku, 신주쿠 3-5-7
    re.compile(
        rf"(?<![\dA-Za-z-])(?!(?:19|20)\d\d-)\d{{1,4}}(?:-\d{{1,4}}){{1,2}},?\s{_NO_PLACE}[A-Z][a-z]{{2,}}(?:-[a-z]+)?(?:\s[A-Z][a-z]+(?:-[a-z]+)?)?"
    ),
    re.compile(
        rf"(?<![A-Za-z]){_NO_PLACE}[A-Z][a-z]{{2,}}(?:-[a-z]+)?,?\s\d{{1,4}}-\d{{1,4}}(?:-\d{{1,4}})?(?![\d-])"
    ),
    re.compile(r"(?<![가-힣])[가-힣]{2,8}\s?\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])"),
    re.compile(
        r"(?<![A-Za-z\d])(?:[A-Z][a-z]+\s)?\d{1,3}-?\s?(?:chome|초메|쵸메|정목|丁目)(?:[\s-]\d{1,3}(?:-\d{1,3})?)?"
    ),
    re.compile(
        r"(?<![A-Za-z])[A-Z][a-z]+-(?:ku|cho|machi|dori|gu|dong|gil|daero|ro)(?:\s\d{1,4}(?:-\d+)*)?(?![A-Za-z])"
    ),
    # Apt B, Tower C, #05-12
    re.compile(
        r"(?<![A-Za-z])(?:Apt|Apartment|Block|Blk|Tower|Unit|Suite|Flat|Bldg|Building)\.?\s(?:#\s?)?[A-Z]\d{0,4}(?![A-Za-z])"
    ),
    re.compile(r"#\s?\d{1,3}[A-Za-z]?-\d{1,4}[A-Za-z]?|#\s?\d{2,5}[A-Za-z]?(?![\dA-Za-z])"),
    re.compile(
        r"(?<![A-Za-z])(?:P\.?\s?O\.?\s?Box|Casilla|Apartado(?:\sPostal)?|Caixa\sPostal|Postfach|B\.?P\.?)\s?:?\s?\d{1,6}"
        r"|사서함\s?\d{1,6}(?:호)?|(?<![A-Za-z])P\.?\s?O\.?\s?Box(?![A-Za-z])",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![A-Za-z])(?:zip|postcode|CEP|PLZ|C\.?P\.?)(?:\scode)?\s?:?\s?\d{3,6}(?:-\d{3,4})?|우편번호\s?:?\s?\d{3,6}",
        re.I,
    ),
    re.compile(
        r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![A-Za-z0-9])"
    ),
    # coordinates, plus codes, three words
    re.compile(r"-?\d{1,3}\.\d{3,}\s?[,/ ]\s?-?\d{1,3}\.\d{3,}"),
    re.compile(rf"{_DEGREES}\s?[NSEW](?![A-Za-z])(?:\s?,?\s?{_DEGREES}\s?[NSEW](?![A-Za-z]))?"),
    re.compile(rf"(?<![A-Za-z])[NSEW]\s?{_DEGREES}|(?<![A-Za-z])[NSEW]\s?\d{{1,3}}\.\d{{2,}}"),
    re.compile(
        r"(?:북위|남위|동경|서경|위도|경도)\s?:?\s?-?\d{1,3}(?:\.\d+(?:\s?도)?|\s?(?:도|°)(?:\s?\d{1,2}\s?['′분])?(?:\s?\d{1,2}\s?[\"″초])?)"
    ),
    re.compile(
        r"(?<![A-Za-z])(?:lat|lon|lng|long|latitude|longitude)\.?\s?[:=]?\s?-?\d{1,3}\.\d+", re.I
    ),
    re.compile(rf"(?<![A-Za-z0-9]){_PLUS}{{4,8}}\+{_PLUS}{{2,3}}(?![A-Za-z0-9])"),
    re.compile(r"///\s?[^\W\d]+\.[^\W\d]+\.[^\W\d]+"),
)


def find_addresses(text: str) -> Iterator[Span]:
    """Whatever looks like an address, and coordinates."""
    for form in _ADDRESSES:
        yield from matches(form, text, lambda _: "현지 장소")
