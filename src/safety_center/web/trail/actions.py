"""What the acts of the trail are called; an act without a name here is shown by its code."""

from safety_center.domain.errors import N_

ACTIONS: dict[str, str] = {
    "account.activate": N_("계정 사용 재개"),
    "account.create": N_("계정 만들기"),
    "account.deactivate": N_("계정 사용 중지"),
    "account.password": N_("비밀번호 설정"),
    "account.unlock": N_("계정 잠금 해제"),
    "case.change": N_("사건 변경"),
    "case.close": N_("사건 종결"),
    "case.list": N_("사건 목록 열람"),
    "case.note": N_("사건 기록 추가"),
    "case.reopen": N_("사건 재개"),
    "case.reveal": N_("당사자 정보 전체 보기"),
    "case.take_up": N_("사건 처리 시작"),
    "case.view": N_("사건 열람"),
    "dashboard.csv": N_("대시보드 수치 내려받기"),
    "dashboard.download": N_("대시보드 파일 내려받기"),
    "handover.accept": N_("이관 인수"),
    "handover.list": N_("이관 목록 열람"),
    "handover.return": N_("이관 반려"),
    "handover.send": N_("이관 보내기"),
    "handover.withdraw": N_("이관 회수"),
    "job.run": N_("작업 실행"),
    "reference.load": N_("기준정보 읽기"),
    "report.list": N_("접수 목록 열람"),
    "report.reveal": N_("신고인 정보 전체 보기"),
    "report.submit": N_("접수 등록"),
    "report.view": N_("접수 열람"),
    "retention.destroy": N_("보존기간이 지난 개인정보 파기"),
    "session.lock": N_("계정 잠김"),
    "session.sign_in": N_("로그인"),
    "session.sign_out": N_("로그아웃"),
    "statistics.export": N_("통계 내보내기"),
    "trail.verify": N_("기록 검증"),
    "trail.view": N_("기록 열람"),
}
FAULTS: dict[str, str] = {
    "changed": N_("내용이 바뀌었습니다"),
    "removed": N_("행이 없어졌습니다"),
    "reordered": N_("순서가 바뀌었습니다"),
    "cut": N_("끝부분이 잘렸습니다"),
}
RESULTS: dict[str, str] = {"ok": N_("완료"), "refused": N_("거부")}
