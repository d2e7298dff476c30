/** Plans, runs and collects many training runs. */
package kleiber.sweeps;
