/** The object that has the problem, and how many others have it too. */
export interface Where {
  readonly where: string;
}

export interface OfEntry extends Where {
  readonly key: string;
}
