// Arrow keys, Home and End go from row to row by their first link, so that Enter opens the row as it always did.
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }

export function startRows() {
  document.addEventListener('keydown', event => {
    const step = STEPS[event.key]
    const table = event.target.closest?.('table[data-rows-nav]')
    if (!step || !table || event.altKey || event.ctrlKey || event.metaKey || event.target.matches('input, select, textarea')) return
    const links = [...table.tBodies].flatMap(body => [...body.rows]).map(row => row.querySelector('a[href]')).filter(Boolean)
    const here = links.findIndex(link => link.closest('tr') === event.target.closest('tr'))
    const next = links[Math.min(links.length - 1, Math.max(0, here + step))]
    if (!next) return
    event.preventDefault()
    next.focus()
  })
}
