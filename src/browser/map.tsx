/** The market map: products in the design space, where consumers' wishes lie, and the niches that are filled. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { TableSpec } from '../base/table.ts'
import { AGE_BAND_NAMES, LENDER_CLASSES, PURPOSE_NAMES, PURPOSES } from '../base/vocabulary.ts'
import { grouped, signed } from '../measures/headline.ts'
import { NICHES, PRODUCTS } from '../measures/records.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type DataColumn, DataTable, Png } from './data-table.tsx'
import { type Density, idealDensity, type Place, SIDE } from './density.ts'
import { type MapProduct, type MarketMap, marketMap, type NicheBar, nicheBars, percentText } from './figures.ts'
import { colon, current, lender, say } from './store.ts'
import { WORDS } from './words.ts'

export const CLASS_COLOURS: { readonly [name: string]: string } = {
  bank: '#1d3d63',
  licensed: '#b13507',
  platform: '#2c8465',
}
const HEIGHT = 400
const GOLD = [201, 164, 86]

interface Frame {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly radius: (lent: number) => number
}

function frameOf(map: MarketMap, centres: readonly Place[], width: number): Frame {
  const places = [...map.products.flatMap(({ trail }) => trail), ...centres]
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)]
  const scale = (values: readonly number[], from: number, to: number): ((value: number) => number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return (value) => from + ((value - low) / (high - low || 1)) * (to - from)
  }
  const most = Math.max(...map.products.map(({ lent }) => lent), 1)
  return {
    x: scale(xs, 56, width - 56),
    y: scale(ys, HEIGHT - 44, 44),
    radius: (lent) => 3 + 23 * Math.sqrt(lent / most),
  }
}

/** Ideal points as a picture that only has to be put in its place. */
interface Glow {
  readonly density: Density
  readonly picture: HTMLCanvasElement
}

function glowOf(scenario: Scenario, { projection }: MarketMap): Glow {
  const density = idealDensity(scenario, projection)
  const picture = document.createElement('canvas')
  picture.width = picture.height = SIDE
  const context = picture.getContext('2d')!
  const image = context.createImageData(SIDE, SIDE)
  const most = Math.max(...density.cells)
  for (const [cell, share] of density.cells.entries()) {
    const [row, column] = [Math.floor(cell / SIDE), cell % SIDE]
    image.data.set([...GOLD, 200 * Math.sqrt(share / most)], 4 * ((SIDE - 1 - row) * SIDE + column))
  }
  context.putImageData(image, 0, 0)
  return { density, picture }
}

function drawMap(
  context: CanvasRenderingContext2D,
  width: number,
  map: MarketMap,
  { density, picture }: Glow,
  chosen: string,
): Frame {
  const frame = frameOf(map, density.centres, width)
  context.clearRect(0, 0, width, HEIGHT)
  const [left, top] = [frame.x(density.left), frame.y(density.top)]
  context.drawImage(picture, left, top, frame.x(density.right) - left, frame.y(density.bottom) - top)
  const at = new Map(map.products.map((one) => [one.product, one]))
  for (const one of map.products) drawTrail(context, frame, one)
  context.strokeStyle = 'rgba(60,70,80,0.55)'
  context.lineWidth = 1
  for (const [copy, parent] of map.copies) {
    const [a, b] = [at.get(copy), at.get(parent)]
    if (a === undefined || b === undefined) continue
    context.beginPath()
    context.moveTo(frame.x(a.x), frame.y(a.y))
    context.lineTo(frame.x(b.x), frame.y(b.y))
    context.stroke()
  }
  for (const one of [...map.products].sort((a, b) => b.lent - a.lent))
    drawProduct(context, frame, one, one.lender === chosen)
  drawNames(context, frame, density.centres)
  return frame
}

function drawTrail(context: CanvasRenderingContext2D, frame: Frame, { trail, class: of }: MapProduct): void {
  if (trail.length < 2) return
  context.strokeStyle = CLASS_COLOURS[of]
  context.globalAlpha = 0.25
  context.lineWidth = 2
  context.beginPath()
  for (const [k, [x, y]] of trail.slice(-8).entries()) {
    if (k === 0) context.moveTo(frame.x(x), frame.y(y))
    else context.lineTo(frame.x(x), frame.y(y))
  }
  context.stroke()
  context.globalAlpha = 1
}

function drawProduct(context: CanvasRenderingContext2D, frame: Frame, one: MapProduct, isChosen: boolean): void {
  context.beginPath()
  context.arc(frame.x(one.x), frame.y(one.y), frame.radius(one.lent), 0, 2 * Math.PI)
  context.fillStyle = CLASS_COLOURS[one.class]
  context.globalAlpha = 0.55
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = isChosen ? '#111' : '#fff'
  context.lineWidth = isChosen ? 3 : 1.2
  context.stroke()
}

function drawNames(context: CanvasRenderingContext2D, frame: Frame, centres: readonly Place[]): void {
  context.font = '12px system-ui, "Noto Sans SC", "Noto Sans CJK SC", sans-serif'
  context.textAlign = 'center'
  context.lineWidth = 3
  for (const [purpose, place] of centres.entries()) {
    const text = say(PURPOSE_NAMES[PURPOSES[purpose]])
    const [x, y] = [frame.x(place[0]), frame.y(place[1]) - 6]
    context.strokeStyle = 'rgba(255,255,255,0.9)'
    context.strokeText(text, x, y)
    context.fillStyle = '#6b4e0e'
    context.fillText(text, x, y)
  }
}

/** A canvas as sharp as the screen, `width` by `height` in its units. */
function sharp(canvas: HTMLCanvasElement, height: number): { context: CanvasRenderingContext2D; width: number } {
  const width = canvas.clientWidth || 600
  const ratio = window.devicePixelRatio || 1
  canvas.width = width * ratio
  canvas.height = height * ratio
  const context = canvas.getContext('2d')!
  context.scale(ratio, ratio)
  return { context, width }
}

export function MarketMapPanel(): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const shown = useRef<{ map: MarketMap; frame: Frame } | null>(null)
  const run = current.value
  run?.drawn.value
  const map = run === null ? null : marketMap(run)
  const chosen = lender.value
  // The plane is that of the first month.
  const glow = useMemo(() => (run === null || map === null ? null : glowOf(run.scenario, map)), [run, map === null])
  useEffect(() => {
    if (canvas.current === null || map === null || glow === null) return
    const { context, width } = sharp(canvas.current, HEIGHT)
    shown.current = { map, frame: drawMap(context, width, map, glow, chosen) }
  })
  const onClick = (event: MouseEvent): void => {
    if (shown.current === null) return
    const { frame, map: of } = shown.current
    const away = ({ x, y, lent }: MapProduct): number =>
      Math.hypot(frame.x(x) - event.offsetX, frame.y(y) - event.offsetY) - frame.radius(lent)
    const [nearest] = [...of.products].sort((a, b) => away(a) - away(b))
    if (nearest !== undefined && away(nearest) < 12) lender.value = nearest.lender
  }
  const products = map?.products ?? []
  const label = `${say(WORDS.map)}${colon()}${products.length} ${say(WORDS.products)}, ${map?.copies.length ?? 0}`
  return (
    <section class="panel" aria-labelledby="map-title">
      <h2 id="map-title">{say(WORDS.map)}</h2>
      <p class="about">{say(WORDS.mapAbout)}</p>
      <canvas class="map" ref={canvas} role="img" aria-label={label} onClick={onClick} />
      <ul class="legend">
        {LENDER_CLASSES.map((name) => (
          <li key={name} class={name}>
            {say(WORDS[name])}
          </li>
        ))}
      </ul>
      {map !== null && (
        <DataTable name="market-map" label={say(WORDS.map)} columns={productColumns(map)} rows={() => map.products}>
          <Png name="market-map" canvas={canvas} />
        </DataTable>
      )}
    </section>
  )
}

/** What the columns of a recorded table are called. */
const labelsOf = ({ columns }: TableSpec): ReadonlyMap<string, string> =>
  new Map(columns.map((column) => [column.name, say(column)]))

function productColumns({ copies }: MarketMap): DataColumn<MapProduct>[] {
  const parents = new Map(copies)
  const labels = labelsOf(PRODUCTS)
  return [
    { key: 'product', label: labels.get('product')!, value: ({ product }) => product },
    { key: 'lender', label: labels.get('lender')!, value: (one) => one.lender },
    { key: 'class', label: labels.get('class')!, value: (one) => one.class },
    { key: 'postedApr', label: labels.get('postedApr')!, value: ({ apr }) => apr, text: ({ apr }) => percentText(apr) },
    {
      key: 'lent',
      label: say({ en: 'lent in twelve months, CNY', zh: '近十二个月放款额（元）' }),
      value: ({ lent }) => lent,
      text: ({ lent }) => grouped(Math.round(lent)),
    },
    {
      key: 'copied',
      label: say({ en: 'copied in that time', zh: '其间模仿的产品' }),
      value: ({ product }) => parents.get(product) ?? '',
    },
    { key: 'x', label: 'x', value: ({ x }) => x, text: ({ x }) => signed(x.toFixed(3)) },
    { key: 'y', label: 'y', value: ({ y }) => y, text: ({ y }) => signed(y.toFixed(3)) },
  ]
}

const TAIL_HEIGHT = 150

/** Bars of niches on a log scale: what arose, and what was served of it. */
export function TailPanel(): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const run = current.value
  run?.drawn.value
  const bars = run === null ? [] : nicheBars(run)
  useEffect(() => {
    if (canvas.current === null) return
    const { context, width } = sharp(canvas.current, TAIL_HEIGHT)
    context.clearRect(0, 0, width, TAIL_HEIGHT)
    const most = Math.log10(1 + (bars[0]?.potential ?? 1))
    const wide = width / Math.max(1, bars.length)
    const tall = (count: number): number => ((TAIL_HEIGHT - 4) * Math.log10(1 + count)) / most
    for (const [k, { potential, served }] of bars.entries()) {
      context.fillStyle = '#cfd8e3'
      context.fillRect(k * wide, TAIL_HEIGHT - tall(potential), Math.max(1, wide - 1), tall(potential))
      context.fillStyle = '#1d3d63'
      context.fillRect(k * wide, TAIL_HEIGHT - tall(served), Math.max(1, wide - 1), tall(served))
    }
  })
  const filled = bars.filter(({ served }) => served > 0).length
  return (
    <section class="panel" aria-labelledby="tail-title">
      <h2 id="tail-title">{say(WORDS.tail)}</h2>
      <p class="about">{say(WORDS.tailAbout)}</p>
      <canvas
        class="tail"
        ref={canvas}
        role="img"
        aria-label={`${say(WORDS.tail)}${colon()}${filled} / ${bars.length}`}
      />
      <DataTable name="long-tail" label={say(WORDS.tail)} columns={nicheColumns()} rows={() => bars}>
        <Png name="long-tail" canvas={canvas} />
      </DataTable>
    </section>
  )
}

function nicheColumns(): DataColumn<NicheBar>[] {
  const labels = labelsOf(NICHES)
  return [
    {
      key: 'purpose',
      label: labels.get('purpose')!,
      value: ({ purpose }) => purpose,
      text: ({ purpose }) => say(PURPOSE_NAMES[purpose]),
    },
    { key: 'amountBand', label: labels.get('amountBand')!, value: ({ amountBand }) => amountBand },
    {
      key: 'ageBand',
      label: labels.get('ageBand')!,
      value: ({ ageBand }) => ageBand,
      text: ({ ageBand }) => say(AGE_BAND_NAMES[ageBand]),
    },
    { key: 'potential', label: labels.get('potential')!, value: ({ potential }) => potential },
    { key: 'served', label: labels.get('served')!, value: ({ served }) => served },
  ]
}
