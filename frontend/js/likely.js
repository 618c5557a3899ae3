// Likely duplicates beside the form, asked for again when something that is compared was typed.
import { post } from './server.js'

const PAUSE = 600
const COMPARED = /^(country_code|city|situation|incident_type|occurred_(from|to)|mission_code|caller_(name|telephone|relation)|disposition|join_case_number|persons\..+)$/

function compared(form) {
  const data = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && value.trim() && COMPARED.test(name)) data.append(name, value)
  return data
}

export function startLikely() {
  const panel = document.querySelector('[data-likely-url]')
  const form = panel && document.getElementById(panel.dataset.likelyForm)
  if (!form) return
  const list = panel.querySelector('[data-likely-list]')
  const hint = form.querySelector('[data-likely-hint]')   // seen where the panel stands far below
  let timer, shown = '', turn = 0
  const look = async () => {
    const data = compared(form), asked = data.toString()
    if (asked === shown) return
    const mine = ++turn
    try {
      const answer = (await (await post(panel.dataset.likelyUrl, data)).text()).trim()
      if (mine !== turn) return
      shown = asked
      if (list.dataset.answer === answer) return   // said once is enough for who listens
      list.dataset.answer = answer
      list.innerHTML = answer
      const count = list.querySelector('[data-likely-count]')?.textContent ?? ''
      if (hint) { hint.hidden = !count; hint.querySelector('a').textContent = count }
    } catch { /* asked again with the next letter */ }
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(look, PAUSE) }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  if (new URLSearchParams(location.search).has('draft')) later()
}
