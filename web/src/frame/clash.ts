/**
 * Thrown when two people changed the same field and one must decide. `theirs`: the fields as stored
 * now.
 */
export class Clash<F extends object> extends Error {
  override readonly name = 'Clash'
  readonly theirs: F

  constructor(theirs: F) {
    super('Two people changed the same field')
    this.theirs = theirs
  }
}
