// The server ends an idle session; this shows the time left, warns before the end and lets the user extend by one key.
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
    + '<div class="dialog-foot btn-row"><button type="button" class="krds-btn primary medium" data-idle-extend></button></div>'
  dialog.querySelector('#idle-title').textContent = text.idleTitle
  dialog.querySelector('#idle-body').textContent = text.idleBody
  dialog.querySelector('span').textContent = text.idleLeft
  dialog.querySelector('button').textContent = text.idleExtend
  document.body.append(dialog)
  return dialog
}

export function startIdleWatch() {
  const { idleSeconds, idleWarnSeconds = '60', extendUrl, loginUrl = '/login' } = document.body.dataset
  if (!idleSeconds || !extendUrl) return
  let usedAt = Date.now()
  shareUse(usedAt)
  const dialog = document.querySelector('[data-idle-dialog]') ?? buildDialog()
  const touch = () => { usedAt = Date.now(); shareUse(usedAt) }

  const extend = async () => {
    try {
      await post(extendUrl)
      dialog.close()
    } catch { dialog.querySelector('#idle-body').textContent = text.idleFailed }
  }
  const tick = () => {
    const left = Math.max(0, Math.round(Number(idleSeconds) - (Date.now() - lastUsed(usedAt)) / 1000))
    for (const place of document.querySelectorAll('[data-idle-left]')) place.textContent = format(left)
    if (left === 0) return leave()
    if (left > Number(idleWarnSeconds) && dialog.open) dialog.close()
    if (left <= Number(idleWarnSeconds) && !dialog.open) dialog.showModal()
  }
  const timer = setInterval(tick, 1000)
  const leave = () => {
    clearInterval(timer)
    document.dispatchEvent(new CustomEvent('session:ending'))
    location.assign(`${loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`)
  }
  document.addEventListener('session:used', touch)
  document.addEventListener('htmx:afterRequest', event => { if (event.detail.successful) touch() })
  dialog.querySelector('[data-idle-extend]').addEventListener('click', extend)
  dialog.addEventListener('cancel', event => { event.preventDefault(); extend() })
  tick()
}
