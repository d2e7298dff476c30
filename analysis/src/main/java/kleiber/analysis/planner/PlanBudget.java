package kleiber.analysis.planner;

/**
 * What a plan may spend, and what that means on a machine.
 *
 * @param flops C
 * @param flopsPerSecond that training reaches, null where it was not given
 * @param pricePerHour of the machine, null where it was not given
 */
public record PlanBudget(double flops, Double flopsPerSecond, Double pricePerHour) {
  private static final double HOUR = 3600;

  /** So many FLOPs, on no machine in particular. */
  public static PlanBudget ofFlops(double flops) {
    return new PlanBudget(flops, null, null);
  }

  /** So many hours of a machine. */
  public static PlanBudget ofHours(double hours, double flopsPerSecond, Double pricePerHour) {
    return new PlanBudget(hours * HOUR * flopsPerSecond, flopsPerSecond, pricePerHour);
  }

  /** What so much money buys of a machine. */
  public static PlanBudget ofMoney(double money, double flopsPerSecond, double pricePerHour) {
    return ofHours(money / pricePerHour, flopsPerSecond, pricePerHour);
  }

  /** Hours of the machine, null where its speed is unknown. */
  public Double hours() {
    return flopsPerSecond == null ? null : Double.valueOf(flops / flopsPerSecond / HOUR);
  }

  /** What those cost, null where speed or price is unknown. */
  public Double money() {
    return hours() == null || pricePerHour == null ? null : Double.valueOf(hours() * pricePerHour);
  }
}
