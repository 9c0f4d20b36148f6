export const one = 1;
export async function later() {}
export class Thing {}
