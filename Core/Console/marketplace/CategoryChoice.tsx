import type { Category } from "../api/types";
import { texts } from "../texts";

interface Props {
  categories: Category[];
  /** Empty for all. */
  value: string;
  onChange(value: string): void;
}

/** The categories of the nodes that match, with how many are in each. */
export function CategoryChoice({ categories, value, onChange }: Props) {
  const text = texts.marketplace;
  const all = { name: "", count: categories.reduce((sum, category) => sum + category.count, 0) };
  return (
    <div className="chips" role="group" aria-label={text.categories}>
      {[all, ...categories].map((category) => (
        <button
          key={category.name}
          type="button"
          className="chip"
          aria-pressed={category.name === value}
          onClick={() => onChange(category.name)}
        >
          {category.name || text.allCategories} <span className="chip-count">{category.count}</span>
        </button>
      ))}
    </div>
  );
}
