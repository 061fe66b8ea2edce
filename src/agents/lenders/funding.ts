/** Which applications scarce capital or funding can meet: the best grades first, of the marginal grade a share by lot. */

/**
 * Grades that `headroomFen` can fund of what is approvable by grade, best first: whole grades below the integer part are
 * funded in full, of the grade at it the fractional part, and nothing above. Infinity where all of it can be funded.
 */
export function fundedGrades(headroomFen: number, approvableFen: ArrayLike<number>): number {
  let left = headroomFen
  for (let grade = 0; grade < approvableFen.length; grade++) {
    const wanted = approvableFen[grade]
    if (wanted > left) return left > 0 ? grade + left / wanted : grade
    left -= wanted
  }
  return Infinity
}

/** Chance that an application of this grade is funded: 1, 0, or in the marginal grade its share. */
export function fundedChance(funded: number, grade: number): number {
  const share = funded - grade
  return share >= 1 ? 1 : share > 0 ? share : 0
}
