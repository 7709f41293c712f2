package io.setpoint.sample.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A stock that says how many there are of an item. It is registered by its dependencies.
 */
@SpringBootApplication
public class StockApplication {

	/**
	 * Start the application.
	 * @param args the arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(StockApplication.class, args);
	}

}
