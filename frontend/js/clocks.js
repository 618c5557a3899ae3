// <time data-clock-zone="Asia/Phnom_Penh">14:30</time> and <small data-clock-date-zone="…">11. 22.(일)</small>, kept right.
import { language } from './text.js'

const locale = language === 'en' ? 'en-GB' : language

const timeIn = zone => new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function dateIn(zone, now) {
  const part = options => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(now)
  if (language === 'en') return part({ weekday: 'short', day: 'numeric', month: 'long' })
  const [month, day] = ['month', 'day'].map(name => part({ [name]: 'numeric' }).replace(/\D/g, ''))
  return `${month}. ${day}.(${part({ weekday: 'short' })})`
}

function tick() {
  const now = new Date()
  const write = (element, value) => { if (element.textContent !== value) element.textContent = value }
  for (const element of document.querySelectorAll('[data-clock-zone]')) {
    write(element, timeIn(element.dataset.clockZone).format(now))
    if (element.matches('time')) element.dateTime = now.toISOString()
  }
  for (const element of document.querySelectorAll('[data-clock-date-zone]')) write(element, dateIn(element.dataset.clockDateZone, now))
}

export function startClocks() {
  const repeat = () => { tick(); setTimeout(repeat, 60000 - Date.now() % 60000) }
  repeat()
  document.addEventListener('htmx:afterSettle', tick)
}
