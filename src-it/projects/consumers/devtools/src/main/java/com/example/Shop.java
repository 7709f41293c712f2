package com.example;

import java.util.function.IntSupplier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
@ConfigurationPropertiesScan
public class Shop {

	/**
	 * Where the context is found by whoever has other classes.
	 */
	static final String CONTEXT = "context";

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(Shop.class, args);
		Restarter.getInstance().getOrAddAttribute(CONTEXT, () -> context);
	}

	@Bean
	IntSupplier discount(Checkout checkout) {
		return checkout::discount;
	}

}
