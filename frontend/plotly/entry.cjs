// The traces our figures use, and nothing else: the full library is 1.6 MB compressed.
const Plotly = require('plotly.js/lib/core')

Plotly.register([
  require('plotly.js/lib/scattergeo'),
  require('plotly.js/lib/choropleth'),
  require('plotly.js/lib/bar'),
  require('plotly.js/lib/heatmap'),
  require('plotly.js/lib/pie'),
  require('plotly.js/lib/box'),
  require('plotly.js/lib/locales/ko'),
])

module.exports = Plotly
