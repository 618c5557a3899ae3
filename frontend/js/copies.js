// A button that copies what stands beside it; where nothing can be copied it stays hidden.
import { text } from './text.js'

async function copy(button, source) {
  const status = button.parentElement.querySelector('[role=status]')
  try {
    await navigator.clipboard.writeText(source.textContent.trim())
    status.textContent = text.copied
  } catch {
    getSelection().selectAllChildren(source)
    status.textContent = text.copyFailed
  }
}

export function startCopies() {
  if (!navigator.clipboard) return
  document.querySelectorAll('button[data-copy]').forEach(button => {
    const source = document.getElementById(button.dataset.copy)
    if (!source) return
    button.hidden = false
    button.addEventListener('click', () => copy(button, source))
  })
}
