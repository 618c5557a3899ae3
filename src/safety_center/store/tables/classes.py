"""The class of every column of every table. A column that is not here fails a test.

Text that somebody writes freely is `SENSITIVE`: it may tell of health or crime, whatever it was meant for.
"""

from collections.abc import Mapping

from safety_center.domain.column_classes import ColumnClass, Showing

_IDENTIFIER, _PERSONAL = ColumnClass.IDENTIFIER, ColumnClass.PERSONAL
_SENSITIVE, _BRIEF, _FACT = ColumnClass.SENSITIVE, ColumnClass.BRIEF, ColumnClass.FACT
_STAFF, _CREDENTIAL, _RECORD = ColumnClass.STAFF, ColumnClass.CREDENTIAL, ColumnClass.RECORD
_OPERATIONAL, _PUBLIC = ColumnClass.OPERATIONAL, ColumnClass.PUBLIC

_PROVENANCE = "valid_from valid_to source as_of trust note"
_FACTS = "involvement incident_type severity outcome sex age_band sojourn"

_DECLARED: Mapping[str, Mapping[ColumnClass, str]] = {
    "incident_case": {
        _SENSITIVE: "place_detail",
        _BRIEF: "summary next_action",
        _FACT: "situation incident_type severity severity_weight",
        _OPERATIONAL: "id number data_key_id version source received_at received_on entered_at"
        " country_code city occurred_from occurred_to occurred_time zone mission_code owner_unit"
        " origin_unit handover_to_unit officer_id status next_action_due_at closed_at merged_into_id"
        " changed_at",
    },
    "case_note": {_SENSITIVE: "text", _OPERATIONAL: "id case_id written_by_id written_at"},
    "case_text": {_SENSITIVE: "text grams", _OPERATIONAL: "case_id"},
    "case_merge": {
        _SENSITIVE: "reason undo_reason",
        _OPERATIONAL: "id from_case_id into_case_id merged_by_id merged_at undone_by_id undone_at"
        " status_before",
    },
    "not_duplicate": {
        _OPERATIONAL: "id lower_case_id higher_case_id decided_by_id decided_at",
    },
    "handover": {
        _SENSITIVE: "message reason",
        _OPERATIONAL: "id case_id from_unit to_unit state status_before sent_at sent_by_id decided_at"
        " decided_by_id",
    },
    "person": {
        _IDENTIFIER: "passport_number",
        _PERSONAL: "name_hangul name_roman birth_date telephone",
        _FACT: "involvement incident_type sex age_band sojourn outcome",
        _OPERATIONAL: "id case_id position own_type headcount approximate removed same_as_id",
    },
    "report": {
        _PERSONAL: "caller_name caller_telephone",
        _SENSITIVE: "narrative disposition_reason place_detail",
        _FACT: "situation caller_relation",
        _OPERATIONAL: "id receipt_number source external_reference channel received_at received_on"
        " taken_by_id unit_code entered_at data_key_id caller_none country_code city disposition"
        " case_id",
    },
    "lookup_key": {_IDENTIFIER: "digest", _OPERATIONAL: "subject subject_id kind"},
    "exemplary_case": {
        _SENSITIVE: "title card words",
        _PERSONAL: "draft",
        _FACT: "situation incident_type",
        _OPERATIONAL: "id case_id unit_code country_code state version nominated_by_id nominated_at"
        " written_by_id changed_at published_at published_on",
    },
    "exemplary_step": {_SENSITIVE: "reason", _OPERATIONAL: "id card_id state at account_id"},
    "exemplary_review": {
        _SENSITIVE: "comment",
        _OPERATIONAL: "id card_id account_id unit_code effect speed transfer care share_in_session"
        " reviewed_at",
    },
    "exemplary_adoption": {
        _SENSITIVE: "note",
        _OPERATIONAL: "id card_id unit_code account_id adopted_on noted_at",
    },
    "promise": {
        _SENSITIVE: "question outcome",
        _OPERATIONAL: "id session_year asked_by_unit owner_unit due_on state version recorded_by_id"
        " recorded_at settled_by_id settled_at",
    },
    "promise_move": {
        _SENSITIVE: "reason",
        _OPERATIONAL: "id promise_id due_before due_on moved_by_id moved_at",
    },
    "data_key": {_CREDENTIAL: "wrapped", _OPERATIONAL: "id master_key_id created_at destroyed_at"},
    "draft": {_PERSONAL: "content", _OPERATIONAL: "id token account_id form changed_at"},
    "kept_search": {_PERSONAL: "content", _OPERATIONAL: "id token account_id saved created_at"},
    "saved_filter": {
        _PERSONAL: "content",
        _SENSITIVE: "name",
        _OPERATIONAL: "id account_id created_at",
    },
    "list_columns": {_OPERATIONAL: "account_id columns"},
    "sheet_import": {
        _PERSONAL: "file_name fault",
        _OPERATIONAL: "id token account_id unit_code file_format file_size content_hash state"
        " rows_total rows_done counts language created_at finished_at",
    },
    "sheet_row": {
        _PERSONAL: "content",
        _OPERATIONAL: "id import_id line kind accepted joins receipt_number case_number",
    },
    "stored_answer": {
        _PERSONAL: "answer",
        _OPERATIONAL: "id account_id key request_hash status created_at",
    },
    "person_fact": {
        _FACT: _FACTS,
        _OPERATIONAL: "id person_id case_id recorded_from recorded_to reason counted persons"
        " occurred_on reported_on entered_on country_code mission_code source",
    },
    "case_fact": {
        _FACT: "severity incident_type",
        _OPERATIONAL: "id case_id recorded_from recorded_to reason counted occurred_on reported_on"
        " entered_on closed_on country_code mission_code source report_minutes accept_minutes"
        " close_minutes",
    },
    **{
        f"{table}_{generation}": {
            _FACT: facts,
            _OPERATIONAL: f"basis {when} country_code mission_code {counted}",
        }
        for generation in ("a", "b")
        for table, facts, when, counted in (
            ("person_cube", _FACTS, "day source", "persons"),
            ("person_period", "involvement incident_type", "grain first_day", "persons"),
            ("case_cube", "severity incident_type", "day source", "cases"),
            ("case_period", "incident_type", "grain first_day", "cases"),
        )
    },
    **{
        f"{table}_{generation}": {
            **({_FACT: facts} if facts else {}),
            _OPERATIONAL: f"basis grain first_day {others}",
        }
        for generation in ("a", "b")
        for table, facts, others in (
            ("person_country", "involvement", "country_code persons"),
            ("person_world", "involvement incident_type", "persons"),
            ("case_country", "", "country_code cases"),
            ("case_world", "incident_type", "cases"),
        )
    },
    "stale_day": {_OPERATIONAL: "basis day marked_at"},
    "rebuild_day": {_OPERATIONAL: "basis day"},
    "account": {
        _STAFF: "username display_name",
        _CREDENTIAL: "password_hash factor_secret",
        _OPERATIONAL: "id role unit_code language system active valid_to must_change_password"
        " failed_sign_ins locked_at created_at last_seen_at factor_enrolled_at factor_step",
    },
    "past_password": {_CREDENTIAL: "password_hash", _OPERATIONAL: "id account_id set_at"},
    "recovery_code": {_CREDENTIAL: "code_hash", _OPERATIONAL: "id account_id used_at"},
    "login_session": {
        _CREDENTIAL: "token_hash",
        _STAFF: "client browser",
        _RECORD: "id account_id started_at seen_at ended_at ended_why factor_at",
    },
    "api_token": {
        _CREDENTIAL: "token_hash",
        _OPERATIONAL: "id account_id name scopes created_by_id created_at valid_to last_used_at"
        " ended_at",
    },
    "trail_entry": {
        _STAFF: "username client",
        _RECORD: "seq at account_id role unit_code request_id action result subject rows detail"
        " previous_hash hash",
    },
    "trail_head": {_RECORD: "id seq at hash"},
    "trail_anchor": {_RECORD: "last_seq first_seq hash kept digest removed purged_at"},
    "trail_check": {
        _RECORD: "id asked_by_id asked_at started_at ended_at total done last_hash fault_count faults",
    },
    "access_finding": {
        _STAFF: "explanation verdict_note",
        _RECORD: "id day kind account_id subject acts first_seq last_seq detail found_at asked_at"
        " explained_at verdict reviewed_by_id reviewed_at",
    },
    "access_signoff": {_RECORD: "id through_day findings signed_by_id signed_at"},
    "job_run": {_RECORD: "id job trigger attempt started_at ended_at state rows message"},
    "number_counter": {_OPERATIONAL: "series last"},
    "system_fact": {_OPERATIONAL: "name value"},
    "country": {
        _PUBLIC: f"alpha2 alpha3 kind name_ko name_en status approved_on approved_by selectable"
        f" main_timezone timezones {_PROVENANCE}",
    },
    "country_region": {_PUBLIC: f"scheme_code country_code region_code {_PROVENANCE}"},
    "region_scheme": {_PUBLIC: f"code name_ko name_en {_PROVENANCE}"},
    "region": {
        _PUBLIC: "scheme_code code name_ko name_en sort_order outside_code valid_to source as_of trust"
        " note",
    },
    "mission": {
        _PUBLIC: "code type name_ko name_en short_ko short_en country_code city city_basis timezone"
        f" status selectable consular_jurisdiction evidence_year {_PROVENANCE}",
    },
    "mission_coverage": {_PUBLIC: f"mission_code country_code kind {_PROVENANCE}"},
    "exposure": {
        _PUBLIC: "measure place_code year basis value precision valid_to source as_of trust note",
    },
    "published_figure": {
        _PUBLIC: "code series involvement period year type_ko place_ko country_code value unit basis"
        " valid_to source source_date trust note",
    },
    "travel_alert": {
        _PUBLIC: f"country_code kind level name_ko name_en scope area_ko {_PROVENANCE}",
    },
}

#: Table → column → class.
COLUMN_CLASSES: Mapping[str, Mapping[str, ColumnClass]] = {
    table: {name: kind for kind, names in declared.items() for name in names.split()}
    for table, declared in _DECLARED.items()
}


def texts_sealed_in_trail(table: str) -> frozenset[str]:
    """Columns that lie open in the table, but in the trail only sealed."""
    return frozenset(
        name
        for name, kind in COLUMN_CLASSES[table].items()
        if kind.rules.in_trail is Showing.SEALED and kind.rules.in_table is Showing.PLAIN
    )
