import { useState } from "react";
import { mask } from "../field";
import { formTexts } from "../texts";
import type { ControlProps } from "./ControlProps";

interface Stored {
  /** The text to show: nothing of what is stored and masked. */
  text: string;
  /** In place of the field's own. */
  placeholder: string | undefined;
  /** An empty text leaves what is stored. */
  write(text: string): void;
}

/** A text that may be stored and masked: it stays unless another is typed. */
export function useStored({ value, onChange }: ControlProps, placeholder: string | undefined): Stored {
  const [isStored] = useState(value === mask);
  const isAbsent = value === undefined || value === null || value === mask;
  return {
    text: isAbsent ? "" : typeof value === "string" ? value : JSON.stringify(value),
    placeholder: isStored ? formTexts.storedSecret : placeholder,
    write: (text) => onChange(text || (isStored ? mask : undefined)),
  };
}
