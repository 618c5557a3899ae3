// Ulleungdo and Dokdo are on the base map; at world scale they are smaller than a pixel, so a marker keeps them visible.
// The same coordinates stand in static/map/islands.json for figures drawn elsewhere.
import islands from '../map/islands.json'

const usesMap = (data, layout) => data.some(trace => trace.type === 'scattergeo' || trace.type === 'choropleth') || 'geo' in layout

export function withIslands(data, layout = {}, language = 'ko') {
  if (!usesMap(data, layout) || data.some(trace => trace.meta === 'islands')) return data
  return [...data, {
    type: 'scattergeo', meta: 'islands', mode: 'markers', showlegend: false,
    lon: islands.map(island => island.lon), lat: islands.map(island => island.lat), text: islands.map(island => island[language]),
    hovertemplate: '%{text}<extra></extra>', marker: { size: 4, color: '#1e2124', line: { color: '#fff', width: 1 } },
  }]
}
