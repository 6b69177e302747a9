/** An apartment: all three are text, never numbers (`"0105"` is not `"105"`). */
export interface Unit {
  readonly building: string;
  readonly floor: string;
  readonly unit: string;
}

/** A key that is the same for the same unit and differs for any other: the lengths say where a slash is text. */
export function unitKey({ building, floor, unit }: Unit): string {
  return `${building.length}:${floor.length}:${building}/${floor}/${unit}`;
}

/** `Hudson/1/105`: building, floor and unit as people read them. */
export function formatUnit(unit: Unit): string {
  return `${unit.building}/${unit.floor}/${unit.unit}`;
}
