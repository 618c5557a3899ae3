"""Whether a restored database is what the backup's manifest says: counts, trail, keys."""

from sqlmodel import Session, col, select

from safety_center.domain.backups import BackupFault, Facts
from safety_center.domain.errors import N_
from safety_center.store.backup.facts import read_facts
from safety_center.store.session import Database
from safety_center.store.tables import DataKey
from safety_center.store.trail_chain import find_faults
from safety_center.store.vault import KeyUnavailable, Vault


def check_restored(database: Database, facts: Facts, vault: Vault) -> None:
    """Raise `BackupFault` with the first thing that is not as it was."""
    with database.reading() as session:
        _check_counts(read_facts(session.connection()), facts)
        _check_trail(session)
        _check_keys(session, vault)


def _check_counts(found: Facts, facts: Facts) -> None:
    if found.revision != facts.revision:
        message = N_("복원한 데이터베이스의 판이 다릅니다: %(found)s, 백업 %(told)s")
        raise BackupFault(message, found=found.revision, told=facts.revision)
    for table in sorted(facts.tables.keys() | found.tables.keys()):
        there, told = found.tables.get(table), facts.tables.get(table)
        if there != told:
            message = N_("복원한 행 수가 다릅니다: %(table)s %(found)s건, 백업 %(told)s건")
            raise BackupFault(message, table=table, found=there, told=told)
    if (found.trail_entries, found.trail_hash) != (facts.trail_entries, facts.trail_hash):
        raise BackupFault(N_("복원한 기록의 끝이 백업과 다릅니다."))


def _check_trail(session: Session) -> None:
    """The walk ends at the head, which is the manifest's by now."""
    fault = next(find_faults(session), None)
    if fault is not None:
        message = N_("복원한 기록이 %(seq)s번에서 맞지 않습니다(%(kind)s).")
        raise BackupFault(message, seq=fault.seq, kind=fault.kind)


def _check_keys(session: Session, vault: Vault) -> None:
    """The key file is in no backup: whether the one at hand belongs to these data is asked of one key."""
    query = select(DataKey).where(col(DataKey.wrapped).is_not(None)).limit(1)
    row = session.exec(query).first()
    if row is None:
        return
    try:
        vault.open_data_key(row.wrapped, row.master_key_id)
    except KeyUnavailable:
        message = N_(
            "키 파일이 이 백업의 것이 아닙니다. 성명과 번호를 읽을 수 없습니다. 맞는 키 파일을 두십시오."
        )
        raise BackupFault(message) from None
