// Draws the figures of a page. Without it the table beside each figure stands open.
import { startChapters } from './chapters.js'
import { configure, dress } from './figure-look.js'
import { withIslands } from './islands.js'
import { language, text } from './text.js'

async function payloadOf(figure) {
  const inPage = figure.querySelector('script[type="application/json"][data-figure]')
  if (inPage) return JSON.parse(inPage.textContent)
  const response = await fetch(figure.dataset.figureSrc, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

/** The list behind a mark: `customdata` is `{href}`, or an array that holds one. Only addresses of this site are followed. */
function addressOf(customdata) {
  const found = [customdata].flat(2).find(item => item?.href)
  if (!found) return null
  const address = new URL(found.href, location.href)
  return address.origin === location.origin ? address : null
}

function follow(plot) {
  plot.on('plotly_click', event => {
    const address = event.points.map(point => addressOf(point.customdata)).find(Boolean)
    if (address) location.assign(address)
  })
  plot.on('plotly_hover', event => plot.classList.toggle('is-link', event.points.some(point => addressOf(point.customdata))))
  plot.on('plotly_unhover', () => plot.classList.remove('is-link'))
}

function plotOf(figure) {
  const found = figure.querySelector('.figure-plot')
  if (found) return found
  const plot = Object.assign(document.createElement('div'), { className: 'figure-plot' })
  figure.querySelector('figcaption')?.after(plot)
  return plot
}

async function draw(figure) {
  const plot = plotOf(figure)
  plot.classList.add('is-waiting')
  try {
    const { data, layout = {}, config } = await payloadOf(figure)
    const paint = () => window.Plotly.react(plot, withIslands(data, layout, language), dress(layout), configure(config, language))
    await paint()
    plot.classList.remove('is-waiting')
    figure.querySelector('.figure-more[open]')?.removeAttribute('open')
    follow(plot)
    return paint
  } catch (problem) {
    plot.classList.remove('is-waiting')
    plot.classList.add('is-failed')
    plot.textContent = text.figureFailed
    figure.querySelector('.figure-more')?.setAttribute('open', '')
    console.error('figure', figure.dataset.figureSrc ?? figure.id, problem)
  }
}

// A drawn figure keeps the width of the screen: on paper (A4 upright between its margins) it is drawn anew.
const PAPER = { width: 630, height: 240, short: 150, tall: 360, map: 290, small: { width: 142, height: 104 } }

function fitPaper(plot) {
  const size = ['short', 'tall', 'map'].find(name => plot.classList.contains(`is-${name}`)) ?? 'height'
  const sheet = plot.closest('.multiples') ? PAPER.small : { width: PAPER.width, height: PAPER[size] }
  window.Plotly.relayout(plot, { ...sheet, autosize: false })
}

async function start() {
  startChapters()
  const figures = [...document.querySelectorAll('figure')].filter(f => f.matches('[data-figure-src]') || f.querySelector('script[data-figure]'))
  const paints = (await Promise.all(figures.map(draw))).filter(Boolean)
  document.documentElement.dataset.figures = 'drawn'
  addEventListener('beforeprint', () => document.querySelectorAll('.js-plotly-plot').forEach(fitPaper))
  addEventListener('afterprint', () => paints.forEach(paint => paint()))
  new MutationObserver(() => paints.forEach(paint => paint()))
    .observe(document.documentElement, { attributeFilter: ['data-krds-mode', 'data-textsize'] })
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start)
else start()
document.addEventListener('htmx:afterSettle', event => event.detail.elt.querySelectorAll?.('figure[data-figure-src]').forEach(draw))
