// A text too long for the server stays on the page: sending it would be refused as a whole, unread.
import { language, text } from './text.js'

const number = value => new Intl.NumberFormat(language).format(value)

function tell(control, message) {
  const id = `${control.id}-limit`
  let note = document.getElementById(id)
  if (!message) {
    if (note) control.removeAttribute('aria-invalid')
    return note?.remove()
  }
  if (!note) {
    note = Object.assign(document.createElement('p'), { id, className: 'field-error' })
    note.setAttribute('role', 'alert')
    control.before(note)
  }
  control.setAttribute('aria-invalid', 'true')
  if (note.textContent !== message) note.textContent = message
}

function tooLong(control) {
  const most = Number(control.dataset.most)
  const now = control.value.length > most ? [...control.value].length : 0
  tell(control, now > most ? text.tooLong(number(most), number(now)) : '')
  return now > most
}

/** `data-most` on a control: the most characters that its field takes. */
export function startLimits() {
  document.addEventListener('input', event => { if (event.target.dataset?.most) tooLong(event.target) })
  document.addEventListener('submit', event => {
    const wrong = [...event.target.querySelectorAll('[data-most]')].filter(tooLong)
    if (!wrong.length) return
    event.preventDefault()
    event.stopImmediatePropagation()
    wrong[0].focus({ preventScroll: true })
    document.getElementById(`${wrong[0].id}-limit`).scrollIntoView({ block: 'center' })
  }, true)
  document.addEventListener('htmx:beforeRequest', event => {
    if ([...(event.detail.elt.closest('form')?.querySelectorAll('[data-most]') ?? [])].some(tooLong)) event.preventDefault()
  })
}
