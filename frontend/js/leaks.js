// While a card is written: what identifies is marked anew with each pause, and a button puts the proposal in its place.
import { post, readJson } from './server.js'

const PAUSE = 600
const STEP = /^steps\.(\d+)\./

/** The form as it is sent: empty steps are left out, so that the server's numbers lead back to the page's. */
function read(form) {
  const given = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  const filled = [...new Set(given.filter(([name, value]) => STEP.test(name) && value.trim()).map(([name]) => STEP.exec(name)[1]))]
  const data = new URLSearchParams()
  for (const [name, value] of given) if (!STEP.test(name) || filled.includes(STEP.exec(name)[1])) data.append(name, value)
  return { data, here: path => path.replace(STEP, (_, number) => `steps.${filled[Number(number)]}.`) }
}

function watch(form) {
  const counter = form.querySelector('[data-leak-count]')
  const all = form.querySelector('[data-replace-all]')
  let timer, turn = 0
  const show = (answer, here) => {
    const places = new Map([...form.querySelectorAll('[data-leaks-for]')].map(place => [place.dataset.leaksFor, '']))
    for (const [path, markup] of Object.entries(answer.fields)) places.set(here(path), markup.trim())
    for (const [path, markup] of places) {
      const place = form.querySelector(`[data-leaks-for="${path}"]`)
      if (!place || place.dataset.shown === markup) continue   // what stands keeps the focus within it
      place.dataset.shown = markup
      place.innerHTML = markup
    }
    if (counter.dataset.shown !== answer.counter) counter.innerHTML = counter.dataset.shown = answer.counter
    all.hidden = !answer.count
  }
  const look = async button => {
    clearTimeout(timer)
    const mine = ++turn, { data, here } = read(form)
    if (button) data.set('do', button)
    try {
      const answer = await readJson(await post(form.dataset.checkUrl, data))
      if (mine !== turn || answer.count === undefined) return false
      for (const [path, text] of Object.entries(answer.texts)) {
        const control = form.elements.namedItem(here(path))
        if (control) control.value = text
      }
      if (button) form.dispatchEvent(new Event('change'))   // kept as what is typed is
      show(answer, here)
      return true
    } catch { return false /* asked again with the next letter; the button works without this too */ }
  }
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, PAUSE) })
  form.addEventListener('click', async event => {
    const button = event.target.closest('button[name=do]')
    if (!button || !/^replace/.test(button.value) || form.dataset.plain) return
    event.preventDefault()
    const place = button.closest('[data-leaks-for]')
    if (!await look(button.value)) {
      form.dataset.plain = 'true'
      return form.requestSubmit(button)
    }
    const next = place?.querySelector('button') ?? form.querySelector('.findings button') ?? form.querySelector('button[value=save]')
    next.focus()
  })
}

export const startLeaks = () => document.querySelectorAll('form[data-check-url]').forEach(watch)
