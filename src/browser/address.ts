/** The address holds the state of the page: a link is a scenario. It stands behind the #, which no server sees. */

/** A dated change as the page edits it. */
export interface AddressState {
  readonly scenario: string
  readonly lang: 'en' | 'zh'
  /** Values in YAML by path: what differs from the scenario as it is shipped. */
  readonly set: { readonly [path: string]: string }
  /** The same of the pinned run; null where none is pinned. */
  readonly pin: { readonly [path: string]: string } | null
  /** Slot of the person looked at; null for nobody. */
  readonly person: number | null
}

/** What an address says, and the parts of it that say nothing to this page. */
export interface ReadAddress {
  readonly state: AddressState
  readonly unknown: readonly string[]
  /** What proves to the server that the page was opened by who started it. */
  readonly token: string
}

const PATH = /^[a-zA-Z][\w.]*$/

function assignment(text: string): readonly [path: string, value: string] | null {
  const at = text.indexOf('=')
  const [path, value] = [text.slice(0, at), text.slice(at + 1)]
  return at > 0 && PATH.test(path) && value !== '' ? [path, value] : null
}

/** Reads what follows the #. Parts that cannot be read are listed, not mended. */
export function readAddress(hash: string, usual: Pick<AddressState, 'scenario' | 'lang' | 'set'>): ReadAddress {
  const unknown: string[] = []
  const sets: { set: Record<string, string>; pin: Record<string, string> } = { set: {}, pin: {} }
  let [scenario, lang, token]: [string, AddressState['lang'], string] = [usual.scenario, usual.lang, '']
  let person: number | null = null
  let [isPinned, isSet] = [false, false]
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (key === 'token') token = value
    else if (key === 'scenario' && /^\P{Cc}{1,200}$/u.test(value)) scenario = value
    else if (key === 'lang' && (value === 'en' || value === 'zh')) lang = value
    else if (key === 'person' && /^\d{1,9}$/.test(value)) person = Number(value)
    else if (key === 'pinned' && value === '') isPinned = true
    else if (key === 'as-shipped' && value === '') isSet = true
    else if (key === 'set' || key === 'pin') {
      const found = assignment(value)
      if (found === null) unknown.push(`${key}=${value}`)
      else sets[key][found[0]] = found[1]
      if (key === 'pin') isPinned = true
      else isSet = true
    } else unknown.push(`${key}=${value}`)
  }
  const state = { scenario, lang, set: isSet ? sets.set : usual.set, pin: isPinned ? sets.pin : null, person }
  return { state, unknown, token }
}

export function addressOf({ scenario, lang, set, pin, person }: AddressState, token: string): string {
  const parts = new URLSearchParams({ scenario, lang })
  for (const [path, value] of Object.entries(set)) parts.append('set', `${path}=${value}`)
  if (Object.keys(set).length === 0) parts.append('as-shipped', '')
  if (pin !== null) {
    parts.append('pinned', '')
    for (const [path, value] of Object.entries(pin)) parts.append('pin', `${path}=${value}`)
  }
  if (person !== null) parts.append('person', String(person))
  if (token !== '') parts.append('token', token)
  return `#${parts}`
}

/** A word of a command line, quoted for a POSIX shell where it has to be. */
function shellWord(text: string): string {
  return /^[\w./=:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** The command that makes the run of the page. */
export function commandOf(file: string, set: AddressState['set']): string {
  const sets = Object.entries(set).map(([path, value]) =>
    path === 'seed' ? `--seed ${shellWord(value)}` : `--set ${shellWord(`${path}=${value}`)}`,
  )
  return ['xiaojin run', shellWord(file), ...sets].join(' ')
}
