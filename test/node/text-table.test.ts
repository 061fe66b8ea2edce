import { expect, test } from 'vitest'
import { textTable } from '../../src/node/text-table.ts'

test('columns align, Chinese characters counting two', () => {
  const rows = [
    ['征信', '1', '%'],
    ['late', '100.5', ''],
  ]
  expect(textTable(rows, ['left', 'right', 'left'])).toBe('征信      1  %\nlate  100.5\n')
})
