// Figures take colours and type from the page, so that contrast mode and text size hold for them too.
const TOPOLOGY = new URL('../map/', document.currentScript?.src || location.href).pathname

const paint = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const isHighContrast = () => document.documentElement.getAttribute('data-krds-mode') === 'high-contrast'
const textSize = () => 1.4 * parseFloat(getComputedStyle(document.documentElement).fontSize)

function template() {
  const [ink, soft, line, strong, paper] = ['--ink', '--ink-soft', '--line', '--control', '--paper'].map(paint)
  const axis = { gridcolor: line, linecolor: strong, zerolinecolor: strong, tickcolor: strong, automargin: true, title: { standoff: 8 } }
  const high = isHighContrast()
  const borders = { color: high ? '#8a949e' : '#fff', width: .6 }
  return {
    data: { choropleth: [{ marker: { line: borders } }], pie: [{ marker: { line: { color: paper, width: 2 } } }] },
    layout: {
      font: { family: getComputedStyle(document.body).fontFamily, size: textSize(), color: ink },
      paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
      colorway: high ? ['#86aff9', '#ffb114', '#ebadb2', '#cdd1d5'] : ['#1c589c', '#9e6a00', '#ab2b36', '#61758f'],
      margin: { l: 8, r: 12, t: 12, b: 8 },
      xaxis: { ...axis, showgrid: false }, yaxis: { ...axis, ticklabelstandoff: 6 },
      hoverlabel: { bgcolor: paper, bordercolor: strong, font: { color: ink, size: textSize() }, align: 'left' },
      legend: { font: { color: ink }, orientation: 'h', y: 1.08, x: 0 },
      geo: {
        resolution: 50, showframe: false, showcoastlines: false, showlakes: false, showcountries: true, countrycolor: high ? '#8a949e' : '#b1b8be', countrywidth: .6,
        showland: true, landcolor: high ? '#33363d' : '#eef0f2', showocean: true, oceancolor: high ? '#000' : '#fff', bgcolor: 'rgba(0,0,0,0)',
        projection: { type: 'natural earth', rotation: { lon: 150 } },   // the Pacific in the middle, as on Korean maps
      },
      coloraxis: { colorbar: { tickcolor: soft } },
    },
  }
}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value)
const merge = (below, above) => {
  const result = { ...below }
  for (const [key, value] of Object.entries(above)) result[key] = isObject(value) && isObject(below?.[key]) ? merge(below[key], value) : value
  return result
}

export function dress(layout = {}) {
  const dressed = { ...layout, template: merge(template(), layout.template ?? {}), autosize: true, dragmode: layout.dragmode ?? false }
  delete dressed.width
  delete dressed.height
  return dressed
}

export const configure = (config = {}, language) =>
  ({ responsive: true, displayModeBar: false, scrollZoom: false, ...config, locale: language, topojsonURL: TOPOLOGY })
