import { NotFoundException } from '@nestjs/common';
import type { PromptMessage } from '@modelcontextprotocol/server';
import { IsString, Length } from 'class-validator';
import {
  ChangeNotifier,
  Complete,
  CompletionRequest,
  Describe,
  ListResources,
  Prompt,
  Resource,
  ResourceTemplate,
  Tool,
  Toolset,
  userMessage,
  type ResourceEntry,
} from '../../../src/mcp/contract/index.js';

class RecipeInput {
  @Describe('Name of the dish') @IsString() @Length(1, 60) dish!: string;
}

@Toolset({ prefix: 'recipes' })
export class RecipesToolset {
  private readonly recipes = new Map([
    ['ramen', 'Boil the noodles.'],
    ['risotto', 'Stir for twenty minutes.'],
  ]);

  constructor(private readonly changes: ChangeNotifier) {}

  // #region resources
  @Resource({ uri: 'recipes://statistics', description: 'How many recipes there are.' })
  statistics(): { recipes: number } {
    return { recipes: this.recipes.size };
  }

  @ResourceTemplate({ uriTemplate: 'recipes://{dish}', description: 'A recipe.', mimeType: 'text/markdown' })
  recipe({ dish }: RecipeInput): string {
    const text = this.recipes.get(dish);
    if (text === undefined) throw new NotFoundException();
    return text;
  }

  @ListResources('recipe')
  all(): ResourceEntry[] {
    return [...this.recipes.keys()].map((dish) => ({ uri: `recipes://${dish}`, name: dish }));
  }
  // #endregion

  // #region prompt
  @Prompt({ description: 'Plan a menu around a dish.' })
  menu({ dish }: RecipeInput): PromptMessage[] {
    return [userMessage(`Plan a menu of three courses around ${dish}.`)];
  }

  @Complete('menu', 'dish')
  dishes({ value }: CompletionRequest): string[] {
    return [...this.recipes.keys()].filter((dish) => dish.startsWith(value));
  }
  // #endregion

  // #region changes
  @Tool({ description: 'Forget a recipe.', annotations: { destructiveHint: true } })
  forget({ dish }: RecipeInput): void {
    if (!this.recipes.delete(dish)) return;
    this.changes.resourcesChanged();
    this.changes.resourceUpdated('recipes://statistics');
  }
  // #endregion
}
