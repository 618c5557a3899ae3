// Progressive enhancement only: every page works without this file.
import { startChoices } from './choices.js'
import { startClocks } from './clocks.js'
import { startCopies } from './copies.js'
import { startDrafts } from './drafts.js'
import { startIdleWatch } from './idle.js'
import { startLeaks } from './leaks.js'
import { startLimits } from './limits.js'
import { startLikely } from './likely.js'
import { startPanels } from './panels.js'
import { startPreferences } from './preferences.js'
import { startRows } from './rows.js'
import { csrfToken } from './server.js'

startPreferences()
startPanels()
startIdleWatch()
startLimits()
startDrafts()
startLikely()
startLeaks()
startClocks()
startRows()
startChoices()
startCopies()
document.addEventListener('htmx:configRequest', event => { event.detail.headers['X-CSRFToken'] = csrfToken() })
