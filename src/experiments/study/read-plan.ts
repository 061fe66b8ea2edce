/** From the checked tree of a plan to its value, with defaults from the registry of measures. */
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Measure, MeasureUnit } from '../../measures/measure.ts'
import { MONTHLY_MEASURES, OUTCOME_MEASURES } from '../../measures/registry.ts'
import { plainValue, type YamlNode } from '../../scenarios/read-yaml.ts'
import type {
  Channel,
  ClaimPlan,
  Contrast,
  Decomposition,
  Grid,
  Sizes,
  StudyOutcome,
  StudyPlan,
  Treatment,
  Unswitched,
} from './plan.ts'

interface Named<T> {
  readonly [name: string]: T
}

/** Of a part of the plan: what must be written, and what may be left out. */
type Part<T, Needed extends keyof T, Left extends keyof T = never> = Pick<T, Needed> & Partial<Pick<T, Left>>

type WrittenChannel = Part<Channel, 'name' | 'set', 'cut' | 'left' | 'reading'>
type Pair = Part<{ readonly arm: string; readonly against: string }, 'arm', 'against'>
type WrittenContrast = Pair & { readonly foretold: Named<'rises' | 'falls'> }
type WrittenTreatment = Pair & { readonly least: Named<number> }

/** What a plan writes, after its shape was found sound. */
type Written = Part<StudyPlan, 'name' | 'title' | 'base', 'subject' | 'targets' | 'limits' | 'set'> &
  Part<StudyPlan, never, 'note' | 'seeds' | 'replications' | 'channelReplications' | 'draws'> & {
    readonly outcomes: Named<Partial<Omit<StudyOutcome, 'key' | 'scale'>>>
    readonly channels?: Named<WrittenChannel>
    readonly claims?: Named<
      Part<ClaimPlan, 'claim', 'scenario' | 'channels'> & {
        readonly arms?: Named<Part<ClaimPlan['arms'][number], 'title', 'set'>>
        readonly treatment?: readonly WrittenTreatment[]
        readonly contrasts: readonly WrittenContrast[]
        readonly also?: readonly WrittenContrast[]
      }
    >
    readonly grid?: Omit<Grid, 'scenario'> & Partial<Pick<Grid, 'scenario'>>
    readonly sizes?: Part<Sizes, 'consumers' | 'replications' | 'outcomes', 'effects' | 'effectReplications'>
    readonly decompositions?: Named<
      Part<Decomposition, 'title' | 'path' | 'values' | 'told' | 'drawn', 'set' | 'compared'> & {
        readonly readings?: Named<WrittenChannel>
        readonly nothing: WrittenChannel & Part<Decomposition, never, 'unmoved'>
      }
    >
    readonly unswitched?: Named<Omit<Unswitched, 'id'>>
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

export function measureOf(key: string): Measure | undefined {
  const monthly = MONTHLY_MEASURES.find((measure) => MONTHLY + measure.key === key)
  return monthly ?? OUTCOME_MEASURES.find((measure) => measure.key === key)
}

function namedList<T, R>(map: Named<T> | undefined, make: (own: T, id: string) => R): R[] {
  return Object.entries(map ?? {}).map(([id, own]) => make(own, id))
}

function outcomeOf(own: Written['outcomes'][string], key: string): StudyOutcome {
  const { of = key, months = null, less = null } = own
  const measure = measureOf(of)
  const shown = SHOWN[measure?.unit ?? 'index']
  const name = own.name ?? { en: measure?.en ?? key, zh: measure?.zh ?? key }
  return {
    ...{ key, of, months, less },
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
  const { name, set, cut = EMPTY, left = EMPTY, reading = false } = own
  return { id, name, set: { ...set }, cut, left, reading }
}

const treatmentOf = (list: readonly WrittenTreatment[] = []): Treatment[] =>
  list.flatMap(({ arm, against = null, least }) =>
    Object.entries(least).map(([key, value]): Treatment => ({ arm, against, key, least: value })),
  )

const contrastsOf = (list: readonly WrittenContrast[] = []): Contrast[] =>
  list.flatMap(({ arm, against = null, foretold }) =>
    Object.entries(foretold).map(([key, word]): Contrast => {
      return { arm, against, key, direction: word === 'rises' ? 1 : -1 }
    }),
  )

/** The plan of a tree in which `shapeFaults` found nothing. */
export function planOf(root: YamlNode): StudyPlan {
  // Maps of the tree have no prototype; what is compared or sent on has.
  const written = JSON.parse(JSON.stringify(plainValue(root))) as Written
  const { base, grid, sizes } = written
  const replications = written.seeds?.length ?? written.replications ?? 10
  return {
    note: null,
    draws: null,
    set: {},
    seeds: null,
    subject: SUBJECT,
    targets: false,
    limits: [],
    ...written,
    replications,
    channelReplications: Math.min(replications, written.channelReplications ?? replications),
    outcomes: namedList(written.outcomes, outcomeOf),
    channels: namedList(written.channels, channelOf),
    claims: namedList(written.claims, (own, id): ClaimPlan => {
      return {
        ...{ id, scenario: base, channels: [], ...own },
        arms: namedList(own.arms, ({ title, set = {} }, name) => ({ name, title, set })),
        treatment: treatmentOf(own.treatment),
        contrasts: contrastsOf(own.contrasts),
        also: contrastsOf(own.also),
      }
    }),
    grid: grid === undefined ? null : { scenario: base, ...grid },
    sizes: sizes === undefined ? null : { effectReplications: sizes.replications, effects: [], ...sizes },
    decompositions: namedList(written.decompositions, (own, id) => ({
      ...{ id, set: {}, compared: own.told.slice(0, 3), ...own },
      readings: namedList(own.readings, channelOf),
      nothing: channelOf(own.nothing, NOTHING),
      unmoved: own.nothing.unmoved ?? [],
    })),
    unswitched: namedList(written.unswitched, (own, id) => ({ id, ...own })),
  }
}

/** The outcome of a key that the plan is known to have. */
export function outcomeAt({ outcomes }: Pick<StudyPlan, 'outcomes'>, key: string): StudyOutcome {
  const found = outcomes.find((outcome) => outcome.key === key)
  if (found === undefined) throw new Error(`the plan has no outcome ${key}`)
  return found
}
