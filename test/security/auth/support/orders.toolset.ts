import { IsString } from 'class-validator';
import {
  Complete,
  McpContext,
  Prompt,
  Public,
  Resource,
  ResourceTemplate,
  Scopes,
  Tool,
  Toolset,
} from '../../../../src/index.js';

class Item {
  @IsString() id!: string;
}

class Topic {
  @IsString() topic!: string;
}

/** One capability of each kind behind scopes, and one that is open to everybody who gets in. */
@Toolset({ prefix: 'orders' })
@Scopes('orders:read')
export class OrdersToolset {
  @Tool({ description: 'Who calls.' })
  @Public()
  whoami({ principal }: McpContext): string {
    return JSON.stringify(principal);
  }

  @Tool({ description: 'Read.' })
  read(): string {
    return 'read';
  }

  @Tool({ description: 'Write.' })
  @Scopes('orders:read', 'orders:write')
  write(): string {
    return 'written';
  }

  @Resource({ uri: 'orders://all', description: 'All.' })
  all(): string {
    return 'all';
  }

  @ResourceTemplate({ uriTemplate: 'orders://item/{id}', description: 'One.' })
  @Scopes('orders:read', 'orders:write')
  item({ id }: Item): string {
    return id;
  }

  @Complete('item', 'id')
  ids(): string[] {
    return ['1'];
  }

  @Prompt({ description: 'Explain.' })
  @Scopes('orders:read', 'orders:write')
  explain({ topic }: Topic): string {
    return topic;
  }

  @Complete('explain', 'topic')
  topics(): string[] {
    return ['tax'];
  }
}
