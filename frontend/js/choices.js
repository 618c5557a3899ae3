// Choices that count as soon as they are made: the answer replaces the list. One that has come too late, because
// another choice was made meanwhile, is not shown: it would undo that choice. htmx then sends the list once more.
const sent = new WeakMap()
const choices = form => new URLSearchParams(new FormData(form)).toString()

export function startChoices() {
  document.addEventListener('htmx:beforeRequest', ({ detail: { elt } }) => { if (elt instanceof HTMLFormElement) sent.set(elt, choices(elt)) })
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const form = detail.requestConfig.elt
    if (sent.has(form) && sent.get(form) !== choices(form)) detail.shouldSwap = false
  })
}
