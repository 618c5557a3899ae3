"""Measures what is on screen: sizes of letters, lines and controls, and what stands wider than the window.

A *form* is what stands in `.form` (17 px), apart from its right column; a *reading page* is marked
`is-reading` (17 px); everything else is a work screen (15 px). Figures draw their own letters.
"""

from __future__ import annotations

from playwright.sync_api import Page

_MEASURE = """() => {
  const found = new Map()
  const keep = (fault, at) => {
    const key = `${fault}: ${name(at)} in ${name(at.parentElement)}`
    if (!found.has(key)) found.set(key, at.textContent.trim().slice(0, 24))
  }
  const seen = at => at.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && !at.closest('.sr-only')
  const name = at => [at.tagName.toLowerCase(), ...at.classList].join('.')
  const leastLetters = at => at.closest('.form') && !at.closest('.rail') || at.closest('.is-reading') ? 17 : 15
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const at = text.parentElement
    if (!text.data.trim() || at.closest('svg, option, script, style, template, noscript') || !seen(at)) continue
    const look = getComputedStyle(at), size = parseFloat(look.fontSize), line = parseFloat(look.lineHeight)
    const least = leastLetters(at)
    if (size < least - .01) keep(`letters of ${size} px, not ${least}`, at)
    if (!(line >= size * 1.5 - .05)) keep(`lines of ${look.lineHeight} at ${size} px`, at)
  }
  const inText = at => getComputedStyle(at).display === 'inline' && [...at.parentElement.childNodes].some(
    one => one !== at && one.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(one.data))
  for (const at of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!seen(at) || inText(at) || at.closest('svg, .skip-link')) continue
    const boxes = [at, ...(at.labels || [])].map(one => one.getBoundingClientRect())
    const wide = Math.max(...boxes.map(box => box.width)), high = Math.max(...boxes.map(box => box.height))
    const least = at.matches('.krds-btn.primary') ? 44 : 24
    if (high < least - .05 || wide < 24 - .05) keep(`a control less than ${least} px high or 24 px wide`, at)
    if (/^(input|select|textarea)$/i.test(at.tagName) && !/checkbox|radio/.test(at.type)) {
      const size = parseFloat(getComputedStyle(at).fontSize)
      if (size < leastLetters(at) - .01) keep(`letters of ${size} px, not ${leastLetters(at)}`, at)
    }
  }
  return [...found].map(([key, text]) => `${key} "${text}"`)
}"""


def find_small(page: Page) -> list[str]:
    """Letters, lines and controls below their least size."""
    found: list[str] = page.evaluate(_MEASURE)
    return found
