import { expect, test } from 'vitest'
import { filesNaming, mechanismFaults } from './rules.ts'
import { typescriptIn } from './source.ts'

const sources = typescriptIn('src')
const at = (path: string): string => `src/market/mechanisms/${path}`
const faultsOf = (path: string, text: string): string[] => mechanismFaults([{ path, text }])

test('mechanisms stand apart, and only the lists know their leaves', () => {
  expect(mechanismFaults(sources)).toEqual([])
})

test.each([
  ['another mechanism', at('fraud/a.ts'), `import { b } from '../p2p/b.ts'`],
  ['a type of another mechanism', at('fraud/a.ts'), `import type { B } from '../p2p/b.ts'`],
  ['the hooks', at('fraud/a.ts'), `import { b } from '../../hooks.ts'`],
  ['the market from a leaf', at('fraud/tables.ts'), `import type { World } from '../../world.ts'`],
  ['a value of scenarios from a leaf', at('fraud/parameters.ts'), `import { a } from '../../../scenarios/a.ts'`],
  ['its own folder from a leaf', at('fraud/parameters.ts'), `import { a } from './a.ts'`],
  ['a leaf from its own folder', at('fraud/a.ts'), `import { A } from './parameters.ts'`],
  [
    'parameters from the list of tables',
    'src/measures/records.ts',
    `import { A } from '../market/mechanisms/fraud/parameters.ts'`,
  ],
  ['a leaf from elsewhere', 'src/charts/a.ts', `import { A } from '../market/mechanisms/fraud/tables.ts'`],
])('refuses %s', (_what, path, text) => {
  expect(faultsOf(path, text)).toHaveLength(1)
})

test.each([
  [
    'base and types of scenarios from a leaf',
    at('fraud/parameters.ts'),
    `import { a } from '../../../base/a.ts'\nimport type { B } from '../../../scenarios/b.ts'`,
  ],
  ['the market and its own folder', at('fraud/a.ts'), `import { a } from '../../a.ts'\nimport { b } from './b.ts'`],
  [
    'a leaf from its list',
    'src/scenarios/parameters.ts',
    `import { A } from '../market/mechanisms/fraud/parameters.ts'`,
  ],
  ['a mechanism from the market', 'src/market/hooks.ts', `import { a } from './mechanisms/fraud/a.ts'`],
])('accepts %s', (_what, path, text) => {
  expect(faultsOf(path, text)).toEqual([])
})

/** Why a file outside a mechanism's folder names it all the same. */
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bureau: {
    'src/agents/underwriting.ts': 'its signal is one of two that lenders score with',
    'src/market/apply.ts': 'who may see that signal, and what it says of an applicant',
    'src/market/births.ts': 'risk correlates with what it does not see',
    'src/market/debt-service.ts': 'reputation there is a reason to repay',
    'src/market/decide.ts': 'who may see what it shows of debts and arrears',
    'src/market/mechanisms/regulation/parameters.ts': 'the law names it',
    'src/market/public-rules.ts': 'which classes look up charge-offs in it is public',
    'src/market/rating.ts': 'scores are recorded by the signals behind them',
    'src/market/repayment-record.ts': 'it shows how others have been repaid',
  },
  diffusion: {
    'src/market/close.ts': 'rewards are a line of the income statement',
  },
  'entry-exit': {
    'src/run/reason-text.ts': 'the words of its events in Chinese',
  },
  fraud: {
    'src/agents/fundable.ts': 'needs that are no business to fund',
    'src/agents/lenders/lender.ts': 'what its screening has learnt is state of a lender, which the event log replays',
    'src/market/close.ts': 'that state moves when the month is booked',
    'src/market/fates.ts': 'a ground of refusal is a fate',
    'src/market/fundable.ts': 'its draw decides which needs are no business to fund',
  },
  p2p: {
    'src/agents/lenders/design.ts': 'its loans are paid out in cash',
    'src/agents/lenders/lender.ts': 'a model of the roster: a platform pays no funds rate of its own',
    'src/market/brief.ts': 'of its members of the world a part is handed to other threads',
    'src/market/close.ts':
      'flows that pass through to investors are lines of the books; their money, not equity, admits',
    'src/market/mechanisms/entry-exit/industry.ts': 'a platform that has closed leaves; newcomers are of no such model',
    'src/market/offers.ts': 'a platform offers no lines',
    'src/market/mechanisms/partners/parameters.ts': 'its platforms have no partner',
    'src/market/mechanisms/regulation/parameters.ts': 'the law names it',
    'src/market/mechanisms/regulation/rules.ts': 'the law names it',
    'src/run/reason-text.ts': 'the words of its events in Chinese',
  },
  partners: {
    'src/agents/lenders/lender.ts': 'who funds a lender is in the roster, what it funds in the ledger',
    'src/market/apply.ts': 'a decision says who books the loan',
    'src/market/close.ts': 'what partners book are lines of both lenders’ books',
    'src/market/decide.ts': 'the same',
    'src/market/mechanisms/entry-exit/industry.ts': 'a lender is wound up when it holds no part of others’ loans',
    'src/market/mechanisms/entry-exit/openings.ts': 'who opens late has its partner from the roster',
    'src/market/mechanisms/regulation/effects.ts': 'the rule on own funding hits them',
    'src/market/mechanisms/regulation/parameters.ts': 'the law names them',
    'src/market/mechanisms/revolving/lines.ts': 'a line remembers who books what is drawn on it',
    'src/market/offers.ts': 'a price covers the partner’s cost of funds',
    'src/market/origination.ts': 'a loan made is counted for who books it',
    'src/market/shopping.ts': 'what a partner funds asks no capital of the lender',
    'src/market/strategy.ts': 'their shares are settled before lenders plan',
    'src/run/reason-text.ts': 'the words of its events in Chinese',
    'src/run/recorder.ts': 'fees are columns of the income statement',
  },
  prepayment: {
    'src/market/close.ts': 'fees for it are a line of the income statement',
  },
  regulation: {
    'src/market/lender-view.ts': 'the law decides whether a copy may be general',
    'src/market/mechanisms/bureau/bureau.ts': 'the law may make lenders report',
    'src/market/mechanisms/bureau/parameters.ts': 'the source is a law',
    'src/market/mechanisms/entry-exit/industry.ts': 'the law gives time to raise capital',
    'src/market/mechanisms/partners/parameters.ts': 'the law limits partners’ shares',
    'src/market/mechanisms/partners/participation.ts': 'the law limits partners’ shares',
    'src/market/offers.ts': 'caps and bans decide what may be offered',
    'src/market/strategy.ts': 'general products are bound before lenders plan',
  },
  revolving: {
    'src/market/offers.ts': 'the offer book says which products are lines and what they cost',
  },
}

test('a mechanism is named in its folder, in the lists and in the exceptions, and nowhere else', () => {
  const allowed = Object.entries(EXCEPTIONS).map(([name, files]) => [name, Object.keys(files).sort()])
  expect(filesNaming(sources)).toEqual(Object.fromEntries(allowed))
})

test('finds a mechanism named elsewhere, in identifiers and texts, not in comments', () => {
  const naming = (path: string, text: string): string[] => filesNaming([{ path, text }]).fraud
  expect(naming('src/market/a.ts', 'const fraudCases = 1')).toEqual(['src/market/a.ts'])
  expect(naming('src/agents/a.ts', "f('fraud')")).toEqual(['src/agents/a.ts'])
  expect(naming('src/run/a.ts', 'const a = `frauds`')).toEqual(['src/run/a.ts'])
  expect(naming('src/market/mechanisms/p2p/a.ts', 'const fraud = 1')).toHaveLength(1)
  expect(naming('src/market/a.ts', '// fraud\nconst a = 1')).toEqual([])
  expect(naming('src/market/mechanisms/fraud/a.ts', 'const fraud = 1')).toEqual([])
  expect(naming('src/market/hooks.ts', 'const fraud = 1')).toEqual([])
  expect(naming('src/charts/a.ts', 'const fraud = 1')).toEqual([])
})
