// Contrast and text size: the server renders them from the cookies, this only makes the change instant.
const YEAR = 31536000

function remember(name, value) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`
}

function apply(name, value) {
  const root = document.documentElement
  if (name === 'contrast') root.setAttribute('data-krds-mode', value === 'high' ? 'high-contrast' : 'light')
  if (name === 'textsize') root.setAttribute('data-textsize', value)
}

export function startPreferences() {
  document.addEventListener('submit', event => {
    const { target: form, submitter } = event
    if (!form.matches('[data-preferences]') || !['contrast', 'textsize'].includes(submitter?.name)) return
    event.preventDefault()
    remember(submitter.name, submitter.value)
    apply(submitter.name, submitter.value)
    for (const button of form.querySelectorAll(`button[name="${submitter.name}"]`))
      button.setAttribute('aria-pressed', String(button === submitter))
  })
}
