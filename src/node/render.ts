/** Vega-Lite spec → SVG → PNG, without a browser and with the same bytes from the same versions. */
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { FONT_FAMILY, outlineText, type TextItem, textWidth } from './font-text.ts'

export interface RenderedChart {
  readonly svg: string
  /** Null where no picture was asked for. */
  readonly png: Uint8Array | null
  /** What Vega and Vega-Lite complained about; empty for a sound spec. */
  readonly warnings: readonly string[]
}

/** First the font that widths are measured with, then what readers of the SVG are likely to have. */
const FONT_STACK = `'${FONT_FAMILY}', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif`
const PIXELS_PER_POINT = 2

/** Parts of Vega that its typings leave out. */
interface VegaInternals {
  /**
   * How the scenegraph measures text. Read afresh at every use, so that hosts without a canvas can bring their
   * own way of measuring.
   */
  readonly textMetrics: { width: (item: TextItem, text: unknown) => number }
  readonly setRandom: (random: () => number) => void
  readonly randomLCG: (seed: number) => () => number
}
const internals = vega as unknown as VegaInternals

/** A chart holds all its data: it has nothing to fetch and nothing to link to. */
const refuse = (uri: string): Promise<never> => Promise.reject(new Error(`a chart may not refer to ${uri}`))
const noLoader: vega.Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse }

const NUMBERS = { decimal: '.', thousands: ',', grouping: [3], currency: ['¥', ''], minus: '−' }

function collectingLogger(warnings: string[]): vega.LoggerInterface {
  const note = (...args: readonly unknown[]): vega.LoggerInterface => {
    const warning = args.map(String).join(' ')
    // A panel without data, such as yearly figures of a run of half a year, is nothing to warn of.
    if (!warning.startsWith('Infinite extent')) warnings.push(warning)
    return logger
  }
  const ignore = (): vega.LoggerInterface => logger
  const level = ((value?: number) => (value === undefined ? vega.Warn : logger)) as vega.LoggerInterface['level']
  const logger: vega.LoggerInterface = { level, error: note, warn: note, info: ignore, debug: ignore }
  return logger
}

/** Ends when all drawings that were asked for have. */
let drawn: Promise<unknown> = Promise.resolve()

/**
 * Draws a spec; `pictures` also makes a PNG. One drawing waits for the other: what Vega counts and draws lots with belongs
 * to the thread.
 */
export function renderChart(spec: unknown, pictures = true): Promise<RenderedChart> {
  const one = drawn.then(() => renderAlone(spec, pictures))
  drawn = one.catch(() => {})
  return one
}

async function renderAlone(spec: unknown, pictures: boolean): Promise<RenderedChart> {
  const warnings: string[] = []
  const logger = collectingLogger(warnings)
  internals.textMetrics.width = textWidth
  internals.setRandom(internals.randomLCG(1))
  vega.resetSVGDefIds()
  const compiled = compile(spec as TopLevelSpec, { logger, config: { font: FONT_STACK } })
  const view = new vega.View(vega.parse(compiled.spec), {
    renderer: 'none',
    loader: noLoader,
    logger,
    locale: { number: NUMBERS } as never,
  })
  const svg = await view.toSVG()
  view.finalize()
  return { svg: `${svg}\n`, png: pictures ? await pngOf(svg) : null, warnings }
}

async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const image = new Resvg(outlineText(svg), {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'zoom', value: PIXELS_PER_POINT },
    background: '#fff',
  })
  return new Uint8Array(image.render().asPng())
}
