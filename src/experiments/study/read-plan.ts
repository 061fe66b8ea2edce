/** From the checked tree of a plan to its value, with defaults from the registry of measures. */
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Measure, MeasureUnit } from '../../measures/measure.ts'
import { MONTHLY_MEASURES, OUTCOME_MEASURES } from '../../measures/registry.ts'
import { plainValue, type YamlNode } from '../../scenarios/read-yaml.ts'
import type {
  Channel,
  ClaimPlan,
  Contrast,
  Grid,
  GridFactor,
  Settings,
  Sizes,
  StudyOutcome,
  StudyPlan,
} from './plan.ts'

/** What a plan writes, after its shape was found sound. */
interface Written {
  readonly name: string
  readonly title: Bilingual
  readonly note?: Bilingual
  readonly base: string
  readonly set?: Settings
  readonly seeds?: readonly number[]
  readonly replications?: number
  readonly channelReplications?: number
  readonly outcomes: Named<Partial<Omit<StudyOutcome, 'key' | 'scale'>>>
  readonly channels?: Named<WrittenChannel>
  readonly claims?: Named<{
    readonly claim: Bilingual
    readonly scenario?: string
    readonly arms?: Named<{ readonly title: Bilingual; readonly set?: Settings }>
    readonly contrasts: readonly WrittenContrast[]
    readonly also?: readonly WrittenContrast[]
    readonly channels?: readonly string[]
  }>
  readonly subject?: Bilingual
  readonly grid?: Omit<Grid, 'scenario'> & { readonly scenario?: string }
  readonly sizes?: Omit<Sizes, 'effects' | 'effectReplications'> &
    Partial<Pick<Sizes, 'effects' | 'effectReplications'>>
  readonly targets?: boolean
  readonly decompositions?: Named<{
    readonly title: Bilingual
    readonly path: string
    readonly values: readonly [unknown, unknown]
    readonly set?: Settings
    readonly readings?: Named<WrittenChannel>
    readonly nothing: WrittenChannel & { readonly unmoved?: readonly string[] }
    readonly told: readonly string[]
    readonly compared?: readonly string[]
    readonly drawn: readonly string[]
  }>
  readonly unswitched?: Named<{ readonly name: Bilingual; readonly path: string; readonly off: unknown }>
  readonly limits?: readonly Bilingual[]
}

interface Named<T> {
  readonly [name: string]: T
}

type WrittenChannel = Pick<Channel, 'name' | 'set'> & Partial<Pick<Channel, 'cut' | 'left' | 'reading' | 'withdrawn'>>

interface WrittenContrast {
  readonly arm: string
  readonly against: string
  readonly foretold: Named<'rises' | 'falls'>
}

const EMPTY: Bilingual = { en: '', zh: '' }
const SUBJECT: Bilingual = { en: '{count} claims in the model', zh: '{count} 项论点在模型中的判定' }
/** What is left when the channels of a decomposition are off together. */
export const NOTHING = 'nothing'

/** How values of a unit are shown unless the plan says otherwise. */
const SHOWN: { readonly [unit in MeasureUnit]: Pick<StudyOutcome, 'scale' | 'digits' | 'level' | 'unit'> } = {
  '1': { scale: 100, digits: 2, level: { en: '%', zh: '%' }, unit: { en: 'points', zh: '个百分点' } },
  CNY: { scale: 1, digits: 0, level: { en: 'yuan', zh: '元' }, unit: { en: 'yuan', zh: '元' } },
  count: { scale: 1, digits: 1, level: EMPTY, unit: EMPTY },
  index: { scale: 1, digits: 3, level: EMPTY, unit: EMPTY },
}

const MONTHLY = 'series.'

/** Every key that a plan may ask for. */
export const STUDY_KEYS: readonly string[] = [
  ...OUTCOME_MEASURES.map(({ key }) => key),
  ...MONTHLY_MEASURES.map(({ key }) => MONTHLY + key),
]

function measureOf(key: string): Measure | undefined {
  const monthly = MONTHLY_MEASURES.find((measure) => MONTHLY + measure.key === key)
  return monthly ?? OUTCOME_MEASURES.find((measure) => measure.key === key)
}

function namedList<T, R>(map: Named<T> | undefined, make: (own: T, id: string) => R): R[] {
  return Object.entries(map ?? {}).map(([id, own]) => make(own, id))
}

function outcomeOf(own: Written['outcomes'][string], key: string): StudyOutcome {
  const measure = measureOf(key)
  const shown = SHOWN[measure?.unit ?? 'index']
  const name = own.name ?? { en: measure?.en ?? key, zh: measure?.zh ?? key }
  return {
    key,
    smallest: own.smallest ?? null,
    scale: shown.scale,
    digits: own.digits ?? shown.digits,
    name,
    short: own.short ?? name,
    level: own.level ?? shown.level,
    unit: own.unit ?? shown.unit,
  }
}

function channelOf(own: WrittenChannel, id: string): Channel {
  const { name, set, cut = EMPTY, left = EMPTY, reading = false, withdrawn = null } = own
  return { id, name, set: { ...set }, cut, left, reading, withdrawn }
}

const contrastsOf = (list: readonly WrittenContrast[] = []): Contrast[] =>
  list.flatMap(({ arm, against, foretold }) =>
    Object.entries(foretold).map(([key, word]): Contrast => {
      return { arm, against, key, direction: word === 'rises' ? 1 : -1 }
    }),
  )

const factorOf = ({ path, name, values, ends }: GridFactor): GridFactor => ({ path, name, values, ends })

/** The plan of a tree in which `shapeFaults` found nothing. */
export function planOf(root: YamlNode): StudyPlan {
  // Maps of the tree have no prototype; what is compared or sent on has.
  const written = JSON.parse(JSON.stringify(plainValue(root))) as Written
  const { base, grid, sizes } = written
  const replications = written.seeds?.length ?? written.replications ?? 10
  return {
    name: written.name,
    title: written.title,
    note: written.note ?? null,
    base,
    set: written.set ?? {},
    seeds: written.seeds ?? null,
    replications,
    channelReplications: Math.min(replications, written.channelReplications ?? replications),
    outcomes: namedList(written.outcomes, outcomeOf),
    channels: namedList(written.channels, channelOf),
    claims: namedList(written.claims, (own, id): ClaimPlan => {
      return {
        id,
        claim: own.claim,
        scenario: own.scenario ?? base,
        arms: namedList(own.arms, ({ title, set = {} }, name) => ({ name, title, set })),
        contrasts: contrastsOf(own.contrasts),
        also: contrastsOf(own.also),
        channels: own.channels ?? [],
      }
    }),
    subject: written.subject ?? SUBJECT,
    grid:
      grid === undefined
        ? null
        : { ...grid, scenario: grid.scenario ?? base, rows: factorOf(grid.rows), columns: factorOf(grid.columns) },
    sizes:
      sizes === undefined ? null : { effectReplications: sizes.replications, ...sizes, effects: sizes.effects ?? [] },
    targets: written.targets ?? false,
    decompositions: namedList(written.decompositions, (own, id) => {
      const { title, path, values, set = {}, told, drawn } = own
      return {
        id,
        title,
        path,
        values,
        set,
        readings: namedList(own.readings, channelOf),
        nothing: channelOf(own.nothing, NOTHING),
        unmoved: own.nothing.unmoved ?? [],
        told,
        compared: own.compared ?? told.slice(0, 3),
        drawn,
      }
    }),
    unswitched: namedList(written.unswitched, ({ name, path, off }, id) => ({ id, name, path, off })),
    limits: written.limits ?? [],
  }
}

/** The outcome of a key that the plan is known to have. */
export function outcomeAt({ outcomes }: Pick<StudyPlan, 'outcomes'>, key: string): StudyOutcome {
  const found = outcomes.find((outcome) => outcome.key === key)
  if (found === undefined) throw new Error(`the plan has no outcome ${key}`)
  return found
}
