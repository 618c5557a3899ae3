// Menus, dialogs, the folding navigation, the error summary, forms sent once.
function startMenus() {
  const open = () => document.querySelectorAll('details.menu[open]')
  document.addEventListener('click', event => open().forEach(menu => { if (!menu.contains(event.target)) menu.open = false }))
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    open().forEach(menu => { menu.open = false; menu.querySelector('summary').focus() })
  })
}

function startDialogs() {
  document.addEventListener('click', event => {
    const opener = event.target.closest('[data-dialog-open]')
    if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal()
    if (event.target.closest('[data-dialog-close]')) event.target.closest('dialog')?.close()
  })
}

function startNavigation() {
  const navigation = document.querySelector('details.sidenav')
  if (!navigation) return
  const wide = matchMedia('(min-width: 901px)')
  const follow = () => { navigation.open = wide.matches }
  wide.addEventListener('change', follow)
  follow()
}

// Open where there is room, as without scripts, so that it is open for who hears the page, too.
function startFilters() {
  const wide = matchMedia('(min-width: 641px)')
  document.querySelectorAll('details.filter-fold').forEach(fold => {
    if (wide.matches) fold.open = true
    wide.addEventListener('change', () => { fold.open = wide.matches })
  })
}

function startForms() {
  document.querySelector('.error-summary')?.focus()
  document.addEventListener('submit', event => {
    const form = event.target
    if (event.defaultPrevented || form.method !== 'post') return
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    setTimeout(() => delete form.dataset.sent, 4000)
  })
}

export function startPanels() {
  startMenus()
  startDialogs()
  startNavigation()
  startFilters()
  startForms()
}
