/** What the page shows: signals, and the few actions that change them. */
import { batch, computed, type Signal, signal } from '@preact/signals'
import type { Fault } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { withValues } from '../scenarios/with-values.ts'
import { type AddressState, addressOf, readAddress } from './address.ts'
import type { ExplorerIndex, ListedScenario, ScenarioStory } from './data.ts'
import { FOLLOWED, USUAL_CONSUMERS } from './limits.ts'
import { type LiveRun, startRun } from './live-run.ts'
import { type SetValues, textsOf } from './values.ts'

const SIZE_PATH = 'population.consumers'

export const lang: Signal<'en' | 'zh'> = signal('en')
export const say = (text: Bilingual): string => text[lang.value]
export const monthText = (month: number): string => String(month).replace('-', '−')
export const monthName = (month: number): string =>
  say({ en: `month ${monthText(month)}`, zh: `第${monthText(month)}月` })
export const colon = (): string => say({ en: ': ', zh: '：' })
export const index: Signal<ExplorerIndex | null> = signal(null)
export const base: Signal<Scenario | null> = signal(null)
export const story: Signal<ScenarioStory | null> = signal(null)
export const scenarioName: Signal<string> = signal('')
/** What was asked for, and of it what cannot be, with why. */
export const set: Signal<SetValues> = signal({})
export const faults: Signal<{ readonly [path: string]: readonly Fault[] }> = signal({})
export const ignored: Signal<readonly Bilingual[]> = signal([])
export const trouble: Signal<Bilingual | null> = signal(null)
export const current: Signal<LiveRun | null> = signal(null)
export const pinned: Signal<LiveRun | null> = signal(null)
export const person: Signal<number | null> = signal(null)
export const lender: Signal<string> = signal('')
export const speed: Signal<number> = signal(0)
export const drawEvery: Signal<number> = signal(3)
/** The pinned run where it is not the one that is shown. */
export const ghost: Signal<LiveRun | null> = computed(() => (pinned.value === current.value ? null : pinned.value))
export const listed: Signal<ListedScenario | null> = computed(
  () => index.value?.scenarios.find(({ name }) => name === scenarioName.value) ?? null,
)

/** Whether the page has taken fewer consumers than the scenario has, of its own accord. */
export const isSmaller: Signal<boolean> = computed(
  () =>
    base.value !== null &&
    set.value[SIZE_PATH] !== undefined &&
    set.value[SIZE_PATH] === usualSize(base.value)[SIZE_PATH],
)

let token = ''
let waiting = 0

const pace = { speed, drawEvery }

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path, token === '' ? {} : { headers: { 'x-xiaojin-token': token } })
  if (!response.ok) throw new Error(response.status === 403 ? 'token' : `${path}: ${response.status}`)
  return (await response.json()) as T
}

function usualSize(scenario: Scenario): SetValues {
  return scenario.population.consumers > USUAL_CONSUMERS ? { [SIZE_PATH]: String(USUAL_CONSUMERS) } : {}
}

/** Values with which the page starts: a sensible size, and what the first arm of an experiment sets. */
const usualSet = (): SetValues => ({ ...usualSize(base.value!), ...textsOf(story.value!.arms[0]?.set ?? {}) })

/** Values that a command sets in the file of the scenario: an experiment's file would run all of its arms. */
export function toldSet(values: SetValues): SetValues {
  const { arms, values: own } = story.value!
  return arms.length === 0 ? values : { ...textsOf(own), ...values }
}

/** Fetches a scenario of the index. */
async function fetchScenario(name: string): Promise<void> {
  const [plain, fetched] = await Promise.all([
    fetchJson<Scenario>('baseline.json'),
    fetchJson<ScenarioStory>(`scenarios/${encodeURIComponent(name)}.json`),
  ])
  const { en, zh } = index.value!.scenarios.find((one) => one.name === name)!.title
  const named = { name, 'title.en': en, 'title.zh': zh }
  batch(() => {
    scenarioName.value = name
    story.value = fetched
    base.value = withValues(plain, { ...fetched.values, ...named })
  })
}

function followed(scenario: Scenario): number[] {
  const { consumers } = scenario.population
  const stride = Math.max(1, Math.floor(consumers / FOLLOWED))
  const slots = Array.from({ length: Math.min(FOLLOWED, consumers) }, (_, k) => k * stride)
  const asked = person.value
  return asked === null || asked >= consumers || slots.includes(asked) ? slots : [...slots, asked]
}

/** The scenario with these values, what of them stands, and what does not. The loader is fetched where it is needed. */
async function resolve(
  values: SetValues,
): Promise<{ scenario: Scenario; set: SetValues; refused: typeof faults.value }> {
  const shipped = base.value!
  if (JSON.stringify(values) === JSON.stringify(usualSize(shipped))) {
    const consumers = Number(values[SIZE_PATH] ?? shipped.population.consumers)
    return { scenario: withValues(shipped, { [SIZE_PATH]: consumers }), set: values, refused: {} }
  }
  const { derive, whatStands } = await import('./derive.ts')
  const { scenario } = derive(shipped, values)
  if (scenario !== null) return { scenario, set: values, refused: {} }
  const { set: standing, refused } = whatStands(shipped, values)
  return { scenario: derive(shipped, standing).scenario!, set: standing, refused }
}

function show(run: LiveRun): void {
  const before = current.value
  if (before !== null && before !== pinned.value) before.end()
  current.value = run
  run.play()
}

/** Puts the state of the page into the address. */
export function writeAddress(): void {
  history.replaceState(null, '', link())
}

export function link(): string {
  const state: AddressState = {
    scenario: scenarioName.value,
    lang: lang.value,
    set: set.value,
    pin: ghost.value?.set ?? null,
    person: person.value,
  }
  return addressOf(state, token)
}

/** Runs with these values, if they can be; what is wrong is told in its place, and the run before goes on. */
export async function change(values: SetValues): Promise<void> {
  set.value = values
  const { scenario, refused } = await resolve(values)
  if (set.value !== values) return
  faults.value = refused
  if (Object.keys(refused).length > 0) return
  show(startRun(scenario, values, followed(scenario), pace))
  writeAddress()
}

/** Changes one value soon: sliders give many. `null` takes it back to that of the scenario. */
export function changeOne(path: string, value: string | null): void {
  const { [path]: _, ...others } = set.value
  const values = value === null ? others : { ...others, [path]: value }
  set.value = values
  window.clearTimeout(waiting)
  waiting = window.setTimeout(() => void change(values), 120)
}

export function pin(): void {
  const before = pinned.value
  if (before !== null && before !== current.value) before.end()
  pinned.value = current.value
  writeAddress()
}

export function unpin(): void {
  if (ghost.value !== null) ghost.value.end()
  pinned.value = null
  writeAddress()
}

/** Runs two worlds: `from` is pinned, `to` is shown. */
export async function runPair(from: SetValues, to: SetValues): Promise<void> {
  unpin()
  const kept = Object.fromEntries(Object.entries(set.value).filter(([path]) => path === SIZE_PATH || path === 'seed'))
  await change({ ...kept, ...from })
  pin()
  await change({ ...kept, ...to })
}

/** Looks at somebody, whom both worlds have to follow from their first month. */
export async function lookAt(slot: number | null): Promise<void> {
  person.value = slot
  writeAddress()
  if (slot === null) return
  for (const which of [ghost, current] as const) {
    const run = which.value
    if (run === null || run.traced.includes(slot) || slot >= run.scenario.population.consumers) continue
    const again = startRun(run.scenario, run.set, [...run.traced, slot], pace)
    run.end()
    if (which === current) {
      if (pinned.value === run) pinned.value = again
      current.value = again
    } else pinned.value = again
    again.play()
  }
}

export function restart(): void {
  const run = current.value
  if (run === null) return
  show(startRun(run.scenario, run.set, run.traced, pace))
}

export async function chooseScenario(name: string): Promise<void> {
  unpin()
  await fetchScenario(name)
  await change(usualSet())
}

/** Reads the address and starts: the pinned run first, where there is one. */
export async function start(): Promise<void> {
  const asked = navigator.language.startsWith('zh') ? 'zh' : 'en'
  const first = readAddress(location.hash, { scenario: '', lang: asked, set: {} })
  token = first.token || (sessionStorage.getItem('token') ?? '')
  if (token !== '') sessionStorage.setItem('token', token)
  lang.value = first.state.lang
  try {
    index.value = await fetchJson<ExplorerIndex>('explorer.json')
    const known = index.value.scenarios.some(({ name }) => name === first.state.scenario)
    await fetchScenario(known ? first.state.scenario : index.value.start)
    const { state, unknown } = readAddress(location.hash, { scenario: '', lang: asked, set: usualSet() })
    const notes = unknown.map(
      (part): Bilingual => ({ en: `${part}: not known to this page`, zh: `${part}：本页无法识别` }),
    )
    if (!known && state.scenario !== '')
      notes.push({ en: `scenario=${state.scenario}: no such scenario`, zh: `scenario=${state.scenario}：无此情景` })
    const worlds = state.pin === null ? [state.set] : [state.pin, state.set]
    person.value = state.person
    for (const [k, values] of worlds.entries()) {
      const { scenario, set: standing, refused } = await resolve(values)
      for (const [path, why] of Object.entries(refused)) {
        const { en, zh } = faultIn(why[0])
        notes.push({ en: `${path}=${values[path]}: ${en}`, zh: `${path}=${values[path]}：${zh}` })
      }
      set.value = standing
      const run = startRun(scenario, standing, followed(scenario), pace)
      if (k < worlds.length - 1) {
        pinned.value = run
        run.play()
      } else show(run)
    }
    ignored.value = notes
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const isToken = why === 'token'
    trouble.value = isToken
      ? {
          en: 'This page was opened without the token that “xiaojin explore” printed. Open the whole address that it printed.',
          zh: '打开本页时缺少“xiaojin explore”给出的令牌。请打开其输出的完整地址。',
        }
      : { en: `The scenarios could not be loaded (${why}).`, zh: `无法载入情景（${why}）。` }
  }
}

/** A fault in a sentence: what is wrong, what stands there, what would be right. */
function faultIn(fault: Fault): Bilingual {
  const told = (
    { message, found, expected, suggestion }: Fault | Fault['zh'],
    between: readonly [string, string, string],
  ): string => {
    const [here, right, end] = between
    const parts = [found === '' ? '' : `${here}${found}`, expected === '' ? '' : `${right}${expected}`, suggestion]
    return [message, ...parts.filter((part) => part !== '')].join(end)
  }
  return { en: told(fault, ['found: ', 'expected: ', '; ']), zh: told(fault.zh, ['实际：', '应为：', '；']) }
}

/** Why a value cannot be, or a part of it. */
export function faultText(path: string, isHere: (place: string) => boolean = () => true): string {
  const here = (faults.value[path] ?? []).filter((fault) => isHere(fault.path))
  return here.map((fault) => say(faultIn(fault))).join(' ')
}
