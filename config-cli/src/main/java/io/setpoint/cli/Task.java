package io.setpoint.cli;

/**
 * What a command does.
 */
@FunctionalInterface
interface Task {

	/**
	 * Do it.
	 * @param desk what there is to work with
	 * @return what came of it
	 * @throws RefusedException if it cannot be done
	 */
	Answer perform(Desk desk);

}
