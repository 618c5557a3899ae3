// plotly.js 4.1.1 made to keep a policy of `style-src 'self'; img-src 'self'`: it writes two empty style attributes and paints
// heatmaps as data: images. Each change names the text it replaces, so that a new release that differs stops the build.
import fs from 'node:fs'

const BRICKS = `var image3 = plotGroup.selectAll('g.bricks').data(cd);

        image3.enter().append('svg:g').attr('class', 'bricks');
        var rects = image3.selectAll('rect').data(bricks);
        rects.enter().append('svg:rect').attr('shape-rendering', 'crispEdges');
        rects.exit().remove();
        rects.each(function (b) { for (var k in b) this.setAttribute(k, b[k]); });`

const PATCHES = {
  'components/colorbar/draw.js': [
    [".attr('style', '')", ".each(function() { this.style.cssText = ''; })"],
  ],
  'lib/supports_pixelated_image.js': [
    [".attr('style', constants.STYLE)", ".each(function() { this.style.cssText = constants.STYLE; })"],
  ],
  'traces/heatmap/plot.js': [
    ['xGap === 0 && yGap === 0 && supportsPixelatedImage()', 'false'],
    ["plotGroup.selectAll('image').data([])", "plotGroup.selectAll('g.bricks').data([])"],
    ['var pixcount = 0;', 'var pixcount = 0, bricks = [];'],
    ['context.fillRect(xb[0] + xGapLeft, yb[0] + yGapTop, xb[1] - xb[0] - xGap, yb[1] - yb[0] - yGap);',
      'bricks.push({ x: left + xb[0] + xGapLeft, y: top + yb[0] + yGapTop, width: Math.max(0, xb[1] - xb[0] - xGap), height: Math.max(0, yb[1] - yb[0] - yGap), fill: context.fillStyle });'],
    [/var image3 = plotGroup\.selectAll\('image'\)[\s\S]*?toDataURL\('image\/png'\)\s*\}\);/, BRICKS],
    ["image3.attr('style', PIXELATED_IMAGE_STYLE);", ''],
  ],
}

function patched(source, changes, file) {
  return changes.reduce((text, [from, to]) => {
    const result = from instanceof RegExp ? text.replace(from, to) : text.replaceAll(from, to)
    if (result === text) throw new Error(`${file}: nothing to change for ${from}`)
    return result
  }, source)
}

/** The attributes' descriptions are a fifth of the library and are read by no one at run time. */
const withoutDescriptions = source => source
  .replace(/\bdescription: \[[\s\S]*?\]\.join\(\s*(['"])(?: |\\n)?\1\s*\)/g, "description: ''")
  .replace(/\bdescription:\s*'(?:[^'\\\n]|\\.)*'(?=\s*[,}\n])/g, "description: ''")

export const plotlyPatches = {
  name: 'plotly-patches',
  setup(build) {
    build.onLoad({ filter: /plotly\.js\/src\/.*\.js$/ }, ({ path }) => {
      const source = fs.readFileSync(path, 'utf8')
      const name = path.split('plotly.js/src/')[1]
      if (PATCHES[name]) return { contents: patched(source, PATCHES[name], name), loader: 'js' }
      if (/attributes|attrs|plot_config/.test(name)) return { contents: withoutDescriptions(source), loader: 'js' }
    })
  },
}
