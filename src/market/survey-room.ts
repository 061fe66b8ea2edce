/** Room for the cells of a survey, used month after month: fresh memory costs more than what is written in it. */
import { IDEAL_DIMENSIONS } from '../agents/lenders/design-trial.ts'
import type { DemandSurvey } from '../agents/lenders/view.ts'
import type { Market, ShopperSample } from './world.ts'

/** The arrays of a survey, which may be longer than it needs. */
export type SurveyRoom = Pick<
  DemandSurvey,
  | 'weight'
  | 'total'
  | 'share'
  | 'considered'
  | 'considerations'
  | 'crowd'
  | 'priceSensitivity'
  | 'ideal'
  | 'exposure'
  | 'unitMargin'
  | 'aboveCap'
>

function newRoom(shoppers: number, cells: number): SurveyRoom {
  return {
    weight: new Float64Array(cells),
    total: new Float64Array(shoppers),
    share: new Float64Array(shoppers),
    considered: new Uint16Array(cells),
    considerations: new Uint16Array(shoppers),
    crowd: new Float64Array(cells),
    priceSensitivity: new Float64Array(shoppers),
    ideal: new Float64Array(shoppers * IDEAL_DIMENSIONS),
    exposure: new Float64Array(cells),
    unitMargin: new Float64Array(cells),
    aboveCap: new Float64Array(cells),
  }
}

/** How much larger than needed a room is that takes the place of one that has become too small. */
const SLACK = 1.25

/** The room given if it is large enough, with nobody considering or being lent anything; else a new one. */
export function roomFor(room: SurveyRoom | null, shoppers: number, products: number): SurveyRoom {
  const cells = shoppers * products
  if (room === null) return newRoom(shoppers, cells)
  if (room.total.length < shoppers || room.weight.length < cells) {
    return newRoom(Math.ceil(shoppers * SLACK), Math.ceil(cells * SLACK))
  }
  room.weight.fill(0, 0, cells)
  room.exposure.fill(0, 0, cells)
  room.considerations.fill(0, 0, shoppers)
  room.total.fill(0, 0, shoppers)
  room.share.fill(0, 0, shoppers)
  return room
}

/** Cells of these persons about the offers of the world, nothing filled in. */
export function emptyCells(
  { offers, scenario }: Market,
  persons: readonly ShopperSample[],
  room: SurveyRoom,
): DemandSurvey {
  const { choice } = scenario
  return {
    persons,
    shoppers: persons.length,
    products: offers.count,
    choice,
    weight: room.weight,
    total: room.total,
    share: room.share,
    considered: room.considered,
    considerations: room.considerations,
    crowd: room.crowd,
    priceSensitivity: room.priceSensitivity,
    ideal: room.ideal,
    borrowing: choice.borrowing,
    nestScale: choice.nestScale,
    exposure: room.exposure,
    unitMargin: room.unitMargin,
    aboveCap: room.aboveCap,
  }
}
