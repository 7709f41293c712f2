package io.setpoint.benchmark;

import java.util.List;

/**
 * Measures something.
 */
interface Benchmark {

	/**
	 * Measure.
	 * @param laboratory what to measure with
	 * @param figures where the figures go
	 * @throws Exception if the measurement fails
	 */
	void run(Laboratory laboratory, List<Figure> figures) throws Exception;

}
