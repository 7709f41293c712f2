package com.example;

import io.setpoint.Live;
import jakarta.validation.constraints.Max;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Service;
import org.springframework.validation.annotation.Validated;

@SpringBootApplication
@ConfigurationPropertiesScan
public class Consumer {

	public static void main(String[] args) {
		SpringApplication.run(Consumer.class, args);
	}

	@ConfigurationProperties("pricing")
	@Validated
	public record Pricing(@Max(90) @DefaultValue("5") int discountPercent) {
	}

	@Service
	static class Checkout {

		private final Live<Pricing> pricing;

		Checkout(Live<Pricing> pricing) {
			this.pricing = pricing;
		}

		int discount() {
			return this.pricing.get().discountPercent();
		}

	}

}
