// The few sentences that scripts say by themselves, in the page's language.
const KO = {
  draftSaving: '임시 저장 중…',
  draftSaved: time => `${time} 임시 저장됨`,
  draftFailed: '임시 저장하지 못했습니다. 입력한 내용은 화면에 그대로 있으며 다시 시도합니다.',
  idleTitle: '곧 로그아웃됩니다',
  idleBody: '사용하지 않은 시간이 길어져 자동으로 로그아웃됩니다. 계속 사용하시겠습니까?',
  idleLeft: '남은 시간',
  idleExtend: '계속 사용',
  closingTitle: '곧 로그아웃됩니다',
  closingBody: '로그인한 뒤 정해진 시간이 다 되어 더 연장할 수 없습니다. 작성 중인 내용은 임시 저장되며, 다시 로그인하면 이어서 쓸 수 있습니다.',
  closingKnown: '확인',
  idleFailed: '연장하지 못했습니다. 다시 시도해 주십시오.',
  tooLong: (most, now) => `너무 깁니다. ${most}자까지 적을 수 있습니다(현재 ${now}자). 줄이거나 나누어 적어 주십시오. 입력한 내용은 그대로 있습니다.`,
  figureFailed: '그림을 불러오지 못했습니다. 아래 표를 보십시오.',
  copied: '복사했습니다.',
  copyFailed: '복사하지 못했습니다. 선택된 글자를 직접 복사해 주십시오.',
}
const EN = {
  draftSaving: 'Saving draft…',
  draftSaved: time => `Draft saved at ${time}`,
  draftFailed: 'The draft could not be saved. What you typed is still on the screen; trying again.',
  idleTitle: 'You are about to be signed out',
  idleBody: 'You have been inactive for a while and will be signed out automatically. Do you want to continue?',
  idleLeft: 'Time left',
  idleExtend: 'Continue',
  closingTitle: 'You are about to be signed out',
  closingBody: 'The time allowed for one sign-in is over and cannot be extended. What you are writing is kept as a draft; sign in again to go on with it.',
  closingKnown: 'OK',
  idleFailed: 'Could not extend. Please try again.',
  tooLong: (most, now) => `Too long: at most ${most} characters (now ${now}). Please shorten or split the text; nothing you typed is lost.`,
  figureFailed: 'The figure could not be loaded. Please see the table below.',
  copied: 'Copied.',
  copyFailed: 'Could not copy. Please copy the selected text yourself.',
}
export const language = document.documentElement.lang.startsWith('en') ? 'en' : 'ko'
export const text = language === 'en' ? EN : KO
