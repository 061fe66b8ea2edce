/** Parameters of revolving lines. */
import { dated, fixed, flag, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, LINES } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

export const REVOLVING_PARAMETERS: Pick<
  ParameterTable,
  | 'products.revolving'
  | 'products.freeMonths'
  | 'products.minimumPayment'
  | 'products.minimumPaymentFloor'
  | 'products.transactors'
> = {
  'products.revolving': fixed(flag(false), LINES, {
    label: { en: 'Revolving lines', zh: '循环额度' },
    en: 'Whether products of the archetype ecommerce are revolving lines (as Huabei and Baitiao are): underwritten once, drawn on again and again, repaid in full or by a minimum payment. Otherwise they are instalment loans.',
    zh: '综合电商类产品是否为循环额度（如花呗、白条）：一次授信、反复支用，可全额还款或只还最低还款额。否则为分期贷款。',
  }),
  'products.freeMonths': dated(whole(1, [0, 12], 'month'), LINES, {
    label: { en: 'Interest-free months of a line', zh: '循环额度免息期' },
    en: 'Monthly statements without interest after a purchase on a line that owed nothing; a carried balance bears interest at once.',
    zh: '额度无欠款时消费后免息的账单期数；有结转余额时立即计息。',
  }),
  'products.minimumPayment': dated(share(0.1, [0.01, 1], '1/month'), LINES, {
    label: { en: 'Minimum payment of a line', zh: '最低还款比例' },
    en: 'Share of the balance due each month, on top of the month’s interest.',
    zh: '每月除当期利息外须偿还的余额比例。',
  }),
  'products.minimumPaymentFloor': dated(number(50, [0, 10_000], 'CNY'), ASSUMED, {
    label: { en: 'Smallest minimum payment', zh: '最低还款额下限' },
    en: 'A minimum payment is at least this, or the whole balance if that is less.',
    zh: '最低还款额不低于此数；余额更少时须全部还清。',
  }),
  'products.transactors': fixed(share(0.5), ASSUMED, {
    label: { en: 'Transactors', zh: '全额还款者占比' },
    en: 'Share of consumers who, for life, pay a line in full whenever cash allows; the others revolve: they pay the minimum.',
    zh: '只要现金允许就全额还清循环额度的消费者占比（终身特征）；其余只还最低还款额。',
  }),
}

export const REVOLVING_SWITCHES: Switches<'revolving', 'revolve'> = {
  revolving: {
    label: { en: 'Revolving lines', zh: '循环额度' },
    off: { 'products.revolving': false },
    on: { 'products.revolving': true },
    streams: ['revolve'],
  },
}
