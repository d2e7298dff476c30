package kleiber.cuda;

import java.util.Map;
import kleiber.engine.tensor.Precision;

/**
 * What a card's products could reach, by NVIDIA's data sheets: bf16 factors without sparsity, added
 * up in fp32, and fp32.
 *
 * @param bf16 TFLOP/s, 0 for none
 * @param fp32 TFLOP/s
 */
record CardPeak(double bf16, double fp32) {
  private static final double TERA = 1e12;
  private static final CardPeak A100 = new CardPeak(312, 19.5);

  /** By the driver's name of a whole card: an instance of MIG has another, and is left out. */
  private static final Map<String, CardPeak> KNOWN =
      Map.ofEntries(
          Map.entry("NVIDIA H200", new CardPeak(989, 67)),
          Map.entry("NVIDIA H100 80GB HBM3", new CardPeak(989, 67)),
          Map.entry("NVIDIA H100 PCIe", new CardPeak(756, 51)),
          Map.entry("NVIDIA H100 NVL", new CardPeak(835, 60)),
          Map.entry("NVIDIA A100-SXM4-40GB", A100),
          Map.entry("NVIDIA A100-SXM4-80GB", A100),
          Map.entry("NVIDIA A100-PCIE-40GB", A100),
          Map.entry("NVIDIA A100 80GB PCIe", A100),
          Map.entry("NVIDIA L40S", new CardPeak(362, 91.6)),
          Map.entry("NVIDIA L4", new CardPeak(121, 30.3)),
          Map.entry("NVIDIA A10", new CardPeak(125, 31.2)),
          Map.entry("Tesla T4", new CardPeak(0, 8.1)),
          Map.entry("NVIDIA GeForce RTX 4090", new CardPeak(165, 82.6)),
          Map.entry("NVIDIA GeForce RTX 3090", new CardPeak(71, 35.6)));

  /** FLOPs a second of a card, 0 where it is not known. */
  static double flopsPerSecond(String card, Precision precision) {
    CardPeak peak = KNOWN.getOrDefault(card, new CardPeak(0, 0));
    return TERA * (precision == Precision.BF16 ? peak.bf16 : peak.fp32);
  }
}
