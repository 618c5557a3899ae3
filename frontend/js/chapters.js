// Stepping through a page that is told in order: arrows turn chapters, Page keys turn figures. Space and the other arrows scroll as ever.
const ABOVE = 8 // px below the edge that still count as it
const AIR = 10 // px below the strip: an outline is seen whole

/** Where pages begin: below whatever sticks to the top. */
function edge(nav) {
  const stuck = [document.querySelector('.topbar'), nav].filter(bar => bar && getComputedStyle(bar).position === 'sticky')
  return AIR + stuck.reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0)
}

function isTyping(target) {
  return target.closest?.('input, select, textarea, [contenteditable]')
}

export function startChapters() {
  const nav = document.querySelector('[data-chapters]')
  if (!nav) return
  const links = [...nav.querySelectorAll('a')]
  const chapters = links.map(link => document.getElementById(link.hash.slice(1)))
  const figures = [...document.querySelectorAll('.figures > :not(.chapter)')]
  // The first figure of a chapter is seen with its heading; the others are stops of their own.
  const stops = [...document.querySelectorAll('.figures > *')].filter(stop => chapters.includes(stop) || !stop.previousElementSibling?.matches('.chapter'))
  figures.forEach(figure => figure.setAttribute('tabindex', '-1'))
  const top = stop => stop.getBoundingClientRect().top - edge(nav)
  const isSeen = stop => top(stop) > -ABOVE && stop.getBoundingClientRect().top < innerHeight
  const passed = all => all.findLastIndex(stop => top(stop) <= ABOVE)

  /** The stop that holds the focus while it is seen, else the one that the page was scrolled to; -1 above the first. */
  function current(all) {
    const focused = all.indexOf(document.activeElement)
    return focused >= 0 && isSeen(all[focused]) ? focused : passed(all)
  }

  function show() {
    const stop = stops[Math.max(current(stops), 0)]
    const at = chapters.findLastIndex(chapter => chapter === stop || chapter.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING)
    links.forEach((link, index) => index === at ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current'))
    nav.querySelector('[data-chapters-at]').textContent = at + 1
  }

  function go(stop) {
    stop.focus({ preventScroll: true })
    scrollTo({ top: scrollY + top(stop), behavior: 'instant' })
    show()
  }

  function turn(all, by) {
    const now = current(all)
    if (now < 0 && by < 0) return false
    const within = by < 0 && top(all[now]) < -ABOVE // back to where this one begins
    const next = all[Math.min(Math.max(now + (within ? 0 : by), 0), all.length - 1)]
    if (all === stops && by > 0 && top(next) > innerHeight) return false // more of this figure first
    go(next)
    return true
  }

  const KEYS = { ArrowRight: [chapters, 1], ArrowLeft: [chapters, -1], PageDown: [stops, 1], PageUp: [stops, -1] }
  document.addEventListener('keydown', event => {
    const wanted = KEYS[event.key]
    if (!wanted || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented || isTyping(event.target)) return
    if (event.key.startsWith('Arrow') && event.target.closest?.('[role=region]')) return // a table is scrolled sideways
    if (turn(...wanted)) event.preventDefault()
  })
  let waiting = false
  addEventListener('scroll', () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => { waiting = false; show() })
  }, { passive: true })
  nav.querySelector('[data-chapters-keys]').hidden = false
  show()
}
