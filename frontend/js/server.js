// Requests to our own server: the CSRF token goes with each, and each one that succeeds keeps the session alive.
export const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? ''

export async function post(url, body, options = {}) {
  const response = await fetch(url, {
    method: 'POST', body, credentials: 'same-origin', redirect: 'manual',
    headers: { 'X-CSRFToken': csrfToken(), Accept: 'application/json' }, ...options,
  })
  if (!response.ok) throw new Error(String(response.status))
  document.dispatchEvent(new CustomEvent('session:used'))
  return response
}

export const readJson = response =>
  response.headers.get('content-type')?.includes('json') ? response.json() : {}
