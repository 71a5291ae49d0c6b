import { z } from 'zod';
import {
  image,
  Principal,
  resourceLink,
  text,
  Tool,
  ToolError,
  ToolResult,
  Toolset,
} from '../../../src/mcp/contract/index.js';
import { Quote, QuoteInput } from './address.dto.js';

const Tracking = z.object({ parcel: z.string().regex(/^P-\d+$/), events: z.boolean().default(false) });

const LABEL = {
  type: 'object',
  properties: { parcel: { type: 'string', pattern: '^P-\\d+$' }, copies: { type: 'integer', minimum: 1 } },
  required: ['parcel'],
  additionalProperties: false,
};

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

@Toolset({ prefix: 'shipping' })
export class ShippingToolset {
  // #region standard
  @Tool({ description: 'Tell where a parcel is.', input: Tracking })
  track({ parcel, events }: z.infer<typeof Tracking>): string {
    return events ? `${parcel}: left the depot, on the road` : `${parcel}: on the road`;
  }
  // #endregion

  // #region raw
  @Tool({ description: 'Print the label of a parcel.', input: LABEL })
  label(input: { parcel: string; copies?: number }): ToolResult {
    const { parcel } = input;
    return new ToolResult({
      content: [
        text(`Label of ${parcel}`),
        image(PIXEL, 'image/png'),
        resourceLink({ uri: `shipping://labels/${parcel}`, name: parcel, mimeType: 'image/png' }),
      ],
    });
  }
  // #endregion

  // #region parameters
  @Tool({ description: 'Tell what a parcel costs.', output: Quote, annotations: { readOnlyHint: true } })
  quote(principal: Principal, { grams, days }: QuoteInput): Quote {
    if (grams.length === 0) throw new ToolError('No parcel was given: pass the weight of at least one.');
    const discount = principal.method === 'local' ? 100 : 0;
    return { cents: grams.length * 490 + (days < 3 ? 300 : 0) - discount };
  }
  // #endregion
}
