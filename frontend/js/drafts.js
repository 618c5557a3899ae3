// What is typed is kept on the server while it is typed. The form works without this, only less safely.
import { post, readJson } from './server.js'
import { language, text } from './text.js'

const PAUSE = 1500
const RETRY = 10000
const LONGEST_RETRY = 300000   // a form whose session ended is refused again and again, each time with a row in the trail
const MOST_ON_LEAVING = 60000   // bytes: browsers send no more once a page is left

const clock = () => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date())

function fields(form) {
  const data = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value)
  for (const secret of form.querySelectorAll('input[type=password]')) data.delete(secret.name)
  return data
}

/** The server may answer with `draft_url` (where to save from now on) and `draft_id` (kept in a hidden field). */
function adopt(form, answer) {
  if (answer.draft_url) form.dataset.draftUrl = answer.draft_url
  if (answer.draft_id === undefined) return
  let field = form.elements.namedItem('draft_id')
  if (!field) {
    field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'draft_id' })
    form.append(field)
  }
  field.value = answer.draft_id
}

function watch(form) {
  const status = form.querySelector('[data-draft-status]')
  let timer, saved = fields(form).toString(), sent = false, busy = false, retry = RETRY
  const say = (message, failed = false) => {
    if (!status) return
    status.classList.toggle('is-failed', failed)
    if (status.textContent !== message) status.textContent = message
  }
  const later = pause => { clearTimeout(timer); timer = setTimeout(save, pause) }
  const save = async (options = {}) => {
    const data = fields(form)
    if (sent || data.toString() === saved) return
    if (busy && !options.keepalive) return later(PAUSE)
    busy = true
    try {
      adopt(form, await readJson(await post(form.dataset.draftUrl, data, { keepalive: options.keepalive && data.toString().length < MOST_ON_LEAVING })))
      saved = data.toString()
      retry = RETRY
      say(text.draftSaved(clock()))
    } catch {
      say(text.draftFailed, true)
      later(retry)
      retry = Math.min(2 * retry, LONGEST_RETRY)
    } finally { busy = false }
  }
  form.addEventListener('input', () => later(PAUSE))
  form.addEventListener('change', () => later(PAUSE))
  form.addEventListener('htmx:afterSettle', () => later(PAUSE))
  form.addEventListener('submit', () => { sent = true; clearTimeout(timer) })
  const now = () => save({ keepalive: true })
  document.addEventListener('visibilitychange', () => { if (document.hidden) now() })
  document.addEventListener('session:ending', now)
  addEventListener('online', () => save())
  addEventListener('pageshow', () => { sent = false })
}

export const startDrafts = () => document.querySelectorAll('form[data-draft-url]').forEach(watch)
