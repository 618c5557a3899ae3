// The server ends an idle session, and any session after some hours. This shows the time left and warns before the end.
// An idle session is extended by one key (Enter or Esc); the absolute end is only announced.
import { post } from './server.js'
import { text } from './text.js'

const SHARED = 'session-used-at'   // so that work in one tab keeps the others from warning

const format = seconds => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

function lastUsed(since) {
  try { return Math.max(since, Number(localStorage.getItem(SHARED)) || 0) } catch { return since }
}
function shareUse(at) {
  try { localStorage.setItem(SHARED, String(at)) } catch { /* private mode: each tab counts alone */ }
}

function buildDialog() {
  const dialog = document.createElement('dialog')
  dialog.className = 'dialog'
  dialog.setAttribute('role', 'alertdialog')
  dialog.setAttribute('aria-labelledby', 'idle-title')
  dialog.setAttribute('aria-describedby', 'idle-body')
  dialog.innerHTML = '<h2 class="dialog-title" id="idle-title"></h2><div class="dialog-body"><p id="idle-body"></p><p><span></span> <strong data-idle-left></strong></p></div>'
    + '<div class="dialog-foot btn-row"><button type="button" class="krds-btn primary medium" autofocus></button></div>'
  dialog.querySelector('span').textContent = text.idleLeft
  document.body.append(dialog)
  return dialog
}

function say(dialog, closing) {
  dialog.querySelector('#idle-title').textContent = closing ? text.closingTitle : text.idleTitle
  dialog.querySelector('#idle-body').textContent = closing ? text.closingBody : text.idleBody
  dialog.querySelector('button').textContent = closing ? text.closingKnown : text.idleExtend
}

export function startIdleWatch() {
  const { idleSeconds, closingSeconds = 'Infinity', idleWarnSeconds = '60', extendUrl, loginUrl = '/login' } = document.body.dataset
  if (!idleSeconds || !extendUrl) return
  const openedAt = Date.now()
  const closesAt = openedAt + Number(closingSeconds) * 1000
  let usedAt = openedAt
  let known = false   // the absolute end was announced and read
  shareUse(usedAt)
  const dialog = buildDialog()
  const touch = () => { usedAt = Date.now(); shareUse(usedAt) }
  const secondsTo = end => Math.max(0, Math.round((end - Date.now()) / 1000))
  const isClosing = () => closesAt <= lastUsed(usedAt) + Number(idleSeconds) * 1000 || secondsTo(closesAt) <= Number(idleWarnSeconds)

  const answer = async () => {
    if (isClosing()) { known = true; return dialog.close() }
    try {
      await post(extendUrl)
      dialog.close()
    } catch { dialog.querySelector('#idle-body').textContent = text.idleFailed }
  }
  const warn = () => {
    const closing = isClosing()
    if (dialog.open || (closing && known)) return
    say(dialog, closing)
    dialog.showModal()
  }
  const tick = () => {
    const left = Math.min(secondsTo(closesAt), secondsTo(lastUsed(usedAt) + Number(idleSeconds) * 1000))
    for (const place of document.querySelectorAll('[data-idle-left]')) place.textContent = format(left)
    if (left === 0) return leave()
    if (left <= Number(idleWarnSeconds)) return warn()
    if (dialog.open) dialog.close()
  }
  const timer = setInterval(tick, 1000)
  const leave = () => {
    clearInterval(timer)
    document.dispatchEvent(new CustomEvent('session:ending'))
    location.assign(`${loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`)
  }
  document.addEventListener('session:used', touch)
  document.addEventListener('htmx:afterRequest', event => { if (event.detail.successful) touch() })
  dialog.querySelector('button').addEventListener('click', answer)
  dialog.addEventListener('cancel', event => { event.preventDefault(); answer() })
  tick()
}
