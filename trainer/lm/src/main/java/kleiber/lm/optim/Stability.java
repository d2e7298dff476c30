package kleiber.lm.optim;

import kleiber.core.schema.Key;

/**
 * What keeps training stable, whatever the update.
 *
 * @param clipNorm largest global gradient norm, 0 for no clipping
 * @param zLoss coefficient of the z-loss, 0 for none
 */
public record Stability(
    @Key(doc = "Largest global gradient norm; 0 for no clipping.", value = "1", min = 0)
        double clipNorm,
    @Key(doc = "Coefficient of the z-loss.", value = "0", min = 0) double zLoss) {}
